package org.fivegmc.maap.content;

import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.http.HttpEvents;

/// What happens, for meters and logs. Called on any thread and must not block.
public interface ContentEvents extends HttpEvents {
    /// What a request wanted.
    enum Operation {
        /// An empty POST: may I, and must I authenticate?
        PROBE,
        UPLOAD,
        RESUME,
        /// How far an upload came, or where its file is.
        INFO,
        DOWNLOAD,
        /// A download by a link for people without RCS.
        LINK,
        /// What is known of chatbots.
        DIRECTORY,
        OTHER
    }

    void answered(Operation operation, int status);

    void refused(ContentRefusal reason);

    /// Octets stored.
    void received(long octets);

    /// Octets sent of files.
    void sent(long octets);

    /// A link was followed for the first time.
    void firstOpened();

    void swept(FileStore.Swept swept);
}
