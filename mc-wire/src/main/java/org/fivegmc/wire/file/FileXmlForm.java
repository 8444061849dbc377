package org.fivegmc.wire.file;

/// How the document is written. Readers take both.
public enum FileXmlForm {
    /// With the namespaces of RCC.07 for Universal Profile clients.
    CURRENT,
    /// Without any namespace, as up to RCS 6: what is not in that release is left out.
    PLAIN
}
