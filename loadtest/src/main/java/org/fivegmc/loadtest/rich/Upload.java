package org.fivegmc.loadtest.rich;

import java.io.IOException;
import org.fivegmc.loadtest.handset.DownloadedFile;
import org.fivegmc.loadtest.handset.Handset;

/// A file that a content server has taken, and whether it was had from there since. Threads: any.
final class Upload {
    private final String xml;
    private final String sha256;
    private volatile boolean whole;

    /// @param xml what the server answered, which goes to the recipient
    Upload(String xml, String sha256) {
        this.xml = xml;
        this.sha256 = sha256;
    }

    boolean isWhole() {
        return whole;
    }

    /// Fetches it with the document that its recipient got, or would have.
    void fetch(Handset handset) throws InterruptedException {
        try {
            DownloadedFile file = handset.downloadFile(xml);
            whole = file.status() == 200 && file.sha256().equals(sha256);
        } catch (IOException _) {
            // The server was killed meanwhile: it is fetched again when all is over.
        }
    }
}
