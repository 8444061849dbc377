package org.fivegmc.loadtest.handset;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.header.Header;
import javax.sip.message.Message;

/// Header lines in and out of JAIN-SIP's messages.
final class Headers {
    private static final Pattern URI = Pattern.compile("<([^>]*)>");

    private Headers() {}

    static List<String> all(Message message, String name) {
        List<String> values = new ArrayList<>();
        var headers = message.getHeaders(name);
        while (headers != null && headers.hasNext()) {
            if (headers.next() instanceof Header header) {
                values.add(Answer.valueOf(header));
            }
        }
        return values;
    }

    static Optional<String> first(Message message, String name) {
        return all(message, name).stream().findFirst();
    }

    /// Adds a line, `Name: value`. A list of methods becomes a header for each, as JAIN-SIP makes
    /// no more than one at a time.
    static void add(Message message, String line) throws ParseException {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        boolean list = name.equals("Allow");
        for (String one : list ? value.split(", *", -1) : new String[] {value}) {
            message.addHeader(header(name, one));
        }
    }

    /// Puts a line, `Name: value`, in place of headers of that name.
    static void set(Message message, String line) throws ParseException {
        int colon = line.indexOf(':');
        message.setHeader(header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }

    static Header header(String name, String value) throws ParseException {
        try {
            return SipFactory.getInstance().createHeaderFactory().createHeader(name, value);
        } catch (PeerUnavailableException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /// The URI between angle brackets, or the whole value up to a parameter.
    static String uri(String value) {
        Matcher uri = URI.matcher(value);
        int parameter = value.indexOf(';');
        return uri.find()
                ? uri.group(1)
                : value.substring(0, parameter < 0 ? value.length() : parameter);
    }

    static void content(Message message, String contentType, byte[] body) throws ParseException {
        if (body.length > 0) {
            String[] type = contentType.split("/", 2);
            try {
                message.setContent(
                        body,
                        SipFactory.getInstance()
                                .createHeaderFactory()
                                .createContentTypeHeader(type[0], type[1]));
            } catch (PeerUnavailableException missing) {
                throw new IllegalStateException(missing);
            }
        }
    }
}
