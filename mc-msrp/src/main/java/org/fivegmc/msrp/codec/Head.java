package org.fivegmc.msrp.codec;

import org.fivegmc.wire.ByteSlice;

/// The head of a request or a response: start line and headers. Headers are slices of one array of
/// its own, so that a head may be kept; what nobody asks for is never looked at. Immutable.
public final class Head implements MsrpFrame {
    private static final int FIELDS = 4;
    private static final int TO_PATH = 0;
    private static final int FROM_PATH = 1;
    private static final int MESSAGE_ID = 2;
    private static final int BYTE_RANGE = 3;
    private static final int CONTENT_TYPE = 4;
    private static final int SUCCESS_REPORT = 5;
    private static final int FAILURE_REPORT = 6;
    private static final int STATUS = 7;
    private static final String[] KNOWN = {
        "To-Path",
        "From-Path",
        "Message-ID",
        "Byte-Range",
        "Content-Type",
        "Success-Report",
        "Failure-Report",
        "Status"
    };

    private final byte[] array;
    private final int[] marks;
    private final int count;
    private final StartLine start;
    private final boolean hasBody;
    private final ByteSlice[] known = new ByteSlice[KNOWN.length];
    private final ByteRange byteRange;

    /// Positions of the start line.
    record StartLine(int idStart, int idEnd, int wordStart, int wordEnd, int status) {}

    /// @param marks four for each header: start and end of its name and of its value
    Head(byte[] array, int[] marks, int count, StartLine start, boolean hasBody) {
        this.array = array;
        this.marks = marks;
        this.count = count;
        this.start = start;
        this.hasBody = hasBody;
        for (int k = 0; k < KNOWN.length; k++) {
            known[k] = header(KNOWN[k]);
        }
        this.byteRange = ByteRange.parse(known[BYTE_RANGE]);
    }

    public boolean isRequest() {
        return start.status < 0;
    }

    public ByteSlice transactionId() {
        return slice(start.idStart, start.idEnd);
    }

    /// Method of a request.
    public MsrpMethod method() {
        ByteSlice word = slice(start.wordStart, start.wordEnd);
        if (word.length() == 4 && word.hasAt(0, "SEND")) {
            return MsrpMethod.SEND;
        }
        return word.length() == 6 && word.hasAt(0, "REPORT") ? MsrpMethod.REPORT : MsrpMethod.OTHER;
    }

    /// Status code of a response, -1 of a request.
    public int status() {
        return start.status;
    }

    /// Whether an empty line follows. The body behind it may be empty nevertheless.
    public boolean hasBody() {
        return hasBody;
    }

    public ByteSlice toPath() {
        return known[TO_PATH];
    }

    public ByteSlice fromPath() {
        return known[FROM_PATH];
    }

    public ByteSlice messageId() {
        return known[MESSAGE_ID];
    }

    public ByteSlice contentType() {
        return known[CONTENT_TYPE];
    }

    public ByteRange byteRange() {
        return byteRange;
    }

    /// Whether a REPORT is wanted when the message is there; no unless said.
    public boolean successReport() {
        return known[SUCCESS_REPORT].equalsIgnoreCase("yes");
    }

    /// What the sender wants to hear of failures; all when not said, or not readable.
    public FailureReport failureReport() {
        ByteSlice value = known[FAILURE_REPORT];
        if (value.equalsIgnoreCase("no")) {
            return FailureReport.NO;
        }
        return value.equalsIgnoreCase("partial") ? FailureReport.PARTIAL : FailureReport.YES;
    }

    /// Code in the Status of a REPORT, `000 200 OK`; -1 when there is none.
    public int reportedStatus() {
        ByteSlice value = known[STATUS];
        return value.length() >= 7 && value.hasAt(0, "000 ") ? code(value, 4) : -1;
    }

    /// The rule of framing or addressing this head breaks, [MsrpRule#NONE] as a rule. A response is
    /// never at fault: its transaction id suffices.
    public MsrpRule fault() {
        if (!isRequest()) {
            return MsrpRule.NONE;
        }
        if (toPath().isEmpty()) {
            return MsrpRule.TO_PATH;
        }
        return fromPath().isEmpty() ? MsrpRule.FROM_PATH : MsrpRule.NONE;
    }

    /// The rule it breaks as the head of a body; what carries none may lack or miswrite these, as
    /// keep-alives do.
    public MsrpRule bodyFault() {
        if (messageId().isEmpty()) {
            return MsrpRule.MESSAGE_ID;
        }
        return byteRange.isReadable() ? MsrpRule.NONE : MsrpRule.BYTE_RANGE;
    }

    public int headerCount() {
        return count;
    }

    public ByteSlice headerName(int header) {
        return slice(marks[header * FIELDS], marks[header * FIELDS + 1]);
    }

    public ByteSlice headerValue(int header) {
        return slice(marks[header * FIELDS + 2], marks[header * FIELDS + 3]);
    }

    /// Value of the first header of that name (any case), or an empty slice.
    public ByteSlice header(String name) {
        for (int i = 0; i < count; i++) {
            int m = i * FIELDS;
            if (marks[m + 1] - marks[m] == name.length() && headerName(i).equalsIgnoreCase(name)) {
                return headerValue(i);
            }
        }
        return ByteSlice.EMPTY;
    }

    /// Three digits, or -1.
    static int code(ByteSlice text, int from) {
        int value = 0;
        for (int i = from; i < from + 3; i++) {
            int digit = text.at(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private ByteSlice slice(int from, int to) {
        return ByteSlice.of(array, from, to - from);
    }

    /// Start line and headers as they were on the wire.
    @Override
    public String toString() {
        return ByteSlice.of(array).text();
    }
}
