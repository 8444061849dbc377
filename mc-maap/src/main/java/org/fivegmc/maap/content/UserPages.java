package org.fivegmc.maap.content;

import org.fivegmc.core.message.Msisdn;
import org.fivegmc.maap.http.HttpAnswer;
import org.fivegmc.maap.http.HttpCall;

/// Further pages for users, beside files and behind the same authentication. Thread-safe.
public interface UserPages {
    /// @param path one segment, without slashes
    boolean has(String path);

    /// Answers a GET or HEAD, on a virtual thread.
    ///
    /// @param user who has been found to ask
    HttpAnswer answer(String path, HttpCall call, Msisdn user);
}
