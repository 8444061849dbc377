package org.fivegmc.loadtest.files;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/// `./5gmc load files`: what a content server takes and gives. See [FileOptions#USAGE].
public final class FileLoad {
    private FileLoad() {}

    /// Plays a scenario and says how it ended: 0 every file is whole, 1 not, 2 not understood.
    public static int run(List<String> args, PrintStream out) throws InterruptedException {
        if (args.contains("--help")) {
            out.print(FileOptions.USAGE);
            return 0;
        }
        FileOptions options;
        try {
            options = FileOptions.parse(args);
        } catch (IllegalArgumentException wrong) {
            out.println("load files: " + wrong.getMessage());
            out.print(FileOptions.USAGE);
            return 2;
        }
        try {
            return new FilePlay(options, out).run();
        } catch (IOException failed) {
            out.println("load files: " + failed.getMessage());
            return 1;
        }
    }
}
