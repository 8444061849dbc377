package org.fivegmc.core.message;

/// Why a message travels. Reports are messages like any other, except that they are never reported
/// on and never leave as SMS.
public sealed interface Purpose {

    /// What a person or a chatbot wrote.
    record Content() implements Purpose {}

    /// A report about an earlier message of the recipient. Two reports of the same kind about the
    /// same message from the same reporter are one, whatever ids they carry: that is how several
    /// devices of a user become one report to the sender.
    record Report(ImdnMessageId about, ReportKind kind) implements Purpose {}

    Purpose CONTENT = new Content();
}
