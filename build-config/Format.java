import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// google-java-format (AOSP style) over every source of the project: `check` fails naming the files, `write` mends them.
class Format {
    public static void main(String[] args) throws Exception {
        boolean write = args[0].equals("write");
        Path root = Path.of(args[1]);
        var formatter = new Formatter(
                JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());
        List<Path> sources;
        try (var all = Files.walk(root)) {
            sources = all.filter(p -> p.toString().endsWith(".java"))
                    .filter(p -> root.relativize(p).toString().contains("src/"))
                    .filter(p -> !root.relativize(p).toString().contains("target/"))
                    .sorted()
                    .toList();
        }
        int wrong = 0;
        for (Path source : sources) {
            String text = Files.readString(source);
            String formatted;
            try {
                formatted = formatter.formatSource(text);
            } catch (Exception e) {
                System.err.println("not formattable: " + root.relativize(source) + ": " + e.getMessage());
                wrong++;
                continue;
            }
            if (formatted.equals(text)) continue;
            if (write) {
                Files.writeString(source, formatted);
                System.out.println("formatted " + root.relativize(source));
            } else {
                System.err.println("not formatted: " + root.relativize(source));
                wrong++;
            }
        }
        if (wrong > 0) {
            System.err.println(wrong + " files: run ./5gmc format");
            System.exit(1);
        }
    }
}
