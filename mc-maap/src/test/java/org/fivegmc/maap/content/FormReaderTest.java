package org.fivegmc.maap.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("RFC7578")
class FormReaderTest {
    /// Gives at most so many octets at once.
    private static InputStream inPieces(String text, int size) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, size));
            }
        };
    }

    private static String text(FormReader.Part part) throws IOException {
        return new String(part.content().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static List<String> contents(String form, int size) throws IOException {
        var reader = new FormReader(inPieces(form, size), "b0");
        var found = new ArrayList<String>();
        for (Optional<FormReader.Part> part = reader.next();
                part.isPresent();
                part = reader.next()) {
            found.add(part.get().name() + "=" + text(part.get()));
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 64, 100_000})
    void anySplitGivesTheSameParts(int size) throws IOException {
        String file = "\r\n--b\r\n--b0x\r\n-\r";
        String form =
                "--b0\r\nContent-Disposition: form-data; name=\"tid\"\r\n\r\n42\r\n--b0  \r\n"
                        + "content-disposition:form-data; name=File\r\n\r\n"
                        + "\r\n--b\r\n--b1x\r\n-\r"
                        + "\r\n--b0--\r\nepilogue";
        assertThat(contents(form, size))
                .containsExactly("tid=42", "File=" + file.replace("b0x", "b1x"));
    }

    @Test
    void readsNamesAndTypes() throws IOException {
        var reader =
                new FormReader(
                        inPieces(
                                "before\r\n--b0\r\ncontent-disposition:form-data; filename=\"a;b%22.jpg\";"
                                        + " name=File\r\nContent-Type: image/jpeg; x=y\r\nX: y\r\n\r\n\r\n--b0--",
                                9),
                        "b0");
        FormReader.Part part = reader.next().orElseThrow();
        assertThat(part.name()).isEqualTo("File");
        assertThat(part.fileName()).isEqualTo("a;b\".jpg");
        assertThat(part.type()).isEqualTo("image/jpeg; x=y");
        assertThat(text(part)).isEmpty();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void skipsWhatNobodyRead() throws IOException {
        String form = "--b0\r\n\r\n" + "x".repeat(100_000) + "\r\n--b0\r\n\r\nlast\r\n--b0--\r\n";
        var reader = new FormReader(inPieces(form, 1000), "b0");
        assertThat(reader.next()).isPresent();
        assertThat(text(reader.next().orElseThrow())).isEqualTo("last");
    }

    @Test
    @Tag("RFC7578-4.2")
    void prefersTheExtendedName() throws IOException {
        var reader =
                new FormReader(
                        inPieces(
                                "--b0\r\nContent-Disposition: form-data; name=f; filename=\"x\";"
                                        + " filename*=UTF-8''K%C3%A4se+1.txt\r\n\r\n\r\n--b0--",
                                100),
                        "b0");
        assertThat(reader.next().orElseThrow().fileName()).isEqualTo("Käse+1.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "--b0",
                "--b0\r\n",
                "--b0\r\nContent-Disposition: form-data\r\n\r\nno end",
                "--b0trailing\r\n\r\n\r\n--b0--"
            })
    void refusesWhatIsNoForm(String form) {
        assertThatThrownBy(() -> contents(form, 10)).isInstanceOf(FormReader.FormException.class);
    }

    @Test
    void headersOfAPartHaveALimit() throws IOException {
        String end = "\r\n\r\nx\r\n--b0--";
        String name = "X: ";
        int room = FormReader.MAX_HEADERS - name.length() - 4;
        assertThat(contents("--b0\r\n" + name + "y".repeat(room) + end, 1000)).hasSize(1);
        assertThatThrownBy(() -> contents("--b0\r\n" + name + "y".repeat(room + 4) + end, 1000))
                .isInstanceOf(FormReader.FormException.class);
        String many = "X: y\r\n".repeat(FormReader.MAX_HEADERS / 5 + 1);
        assertThatThrownBy(() -> contents("--b0\r\n" + many + end, 1000))
                .isInstanceOf(FormReader.FormException.class);
    }
}
