package org.fivegmc.maap.tenant;

/// In which form a chatbot calls and is called.
public enum Dialect {
    /// China Telecom and China Unicom, JSON.
    CTCU,
    /// China Mobile, XML.
    CMCC,
    /// The chatbot API of the GSMA, JSON.
    GSMA
}
