package org.fivegmc.sip.auth;

import java.io.IOException;

/// Opens a source of authentication vectors by its name in the configuration (`name:argument`).
/// Operators plug in their HSS with an implementation of their own, found by
/// `java.util.ServiceLoader`.
public interface AkaVectorProvider {

    /// What stands before the colon: lower case letters, digits, hyphens.
    String name();

    /// Called once, at the start.
    ///
    /// @param argument what stands behind the colon: a file, a URL; meant for this provider alone
    /// @throws IOException with a message that names what is wrong with the argument
    AkaVectorSource open(String argument) throws IOException;
}
