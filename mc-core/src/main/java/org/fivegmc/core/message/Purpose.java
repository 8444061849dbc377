package org.fivegmc.core.message;

/// Why a message travels. Reports are messages like any other, except that they are never reported
/// on and never leave as SMS.
public sealed interface Purpose {

    /// What a person or a chatbot wrote.
    record Content() implements Purpose {
        @Override
        public boolean isReport() {
            return false;
        }
    }

    /// A report about an earlier message of the recipient. Two reports of the same kind about the
    /// same message from the same reporter are one, whatever ids they carry: that is how several
    /// devices of a user become one report to the sender.
    record Report(ImdnMessageId about, ReportKind kind) implements Purpose {
        @Override
        public boolean isReport() {
            return true;
        }
    }

    /// A report that one of the recipient's own devices has made, for the others. The message is as
    /// if its sender were whom the report went to, since that is whom the conversation is with; its
    /// payload is the report as the device wrote it.
    record Mirror(ImdnMessageId about, ReportKind kind) implements Purpose {
        @Override
        public boolean isReport() {
            return true;
        }
    }

    Purpose CONTENT = new Content();

    /// Whether it tells of another message, to whomever.
    boolean isReport();
}
