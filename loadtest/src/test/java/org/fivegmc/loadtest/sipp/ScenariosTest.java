package org.fivegmc.loadtest.sipp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ScenariosTest {
    private static final Path DIRECTORY = Path.of("sipp");

    @ParameterizedTest
    @MethodSource("scenarios")
    void isWellFormedAndNamedAsItsFile(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element root = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("scenario");
        assertThat(root.getAttribute("name") + ".xml").isEqualTo(file.getFileName().toString());
        assertThat(root.getElementsByTagName("recv").getLength()).isPositive();
    }

    @Test
    void everyScenarioIsUsedByTheCommand() throws Exception {
        String command = Files.readString(DIRECTORY.resolve("run"));
        assertThat(scenarios())
                .allSatisfy(file ->
                        assertThat(command)
                                .contains(file.getFileName().toString().replace(".xml", "")));
    }

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
        }
    }
}
