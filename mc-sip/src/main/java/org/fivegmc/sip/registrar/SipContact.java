package org.fivegmc.sip.registrar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.fivegmc.core.subscriber.Binding;

/// Where a device is reached: what [org.fivegmc.core.subscriber.Binding#contact()] holds.
///
/// Stored as lines of text: version and way, Request-URI, local and remote address of the flow,
/// feature parameters, then one line per route.
///
/// @param way how it was registered
/// @param uri Request-URI of requests to the device
/// @param flow the connection or address pair the REGISTER came over, in the transport's own form;
///   empty when that is not to be used
/// @param features feature parameters of the Contact as written, beginning with `;`, for answers to
///   OPTIONS
/// @param route Path (RFC 3327), or the S-CSCF
public record SipContact(Way way, String uri, String flow, String features, List<String> route) {

    /// How a device was registered, which decides how it is addressed.
    public enum Way {
        /// By itself: requests go to its contact.
        DIRECT,
        /// By an S-CSCF (TS 24.229 section 5.7.1.1): requests go to the user's public identity,
        /// back through the S-CSCF.
        IMS
    }

    private static final String VERSION = "1";

    /// How a stored binding came about, without reading the rest of it.
    public static Way way(Binding binding) {
        byte[] stored = binding.contact();
        return stored.length > 1 && stored[1] == 'D' ? Way.DIRECT : Way.IMS;
    }

    public SipContact {
        route = List.copyOf(route);
    }

    public byte[] encode() {
        var text = new StringBuilder(128);
        text.append(VERSION).append(way == Way.DIRECT ? 'D' : 'I').append('\n');
        text.append(uri).append('\n').append(flow).append('\n').append(features);
        for (String hop : route) {
            text.append('\n').append(hop);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// What it takes to send a request to a stored contact.
    ///
    /// @param uri Request-URI
    /// @param flow as [SipContact#flow]
    /// @param route as [SipContact#route]
    public record Reach(Way way, String uri, String flow, List<String> route) {
        public Reach {
            route = List.copyOf(route);
        }
    }

    /// Throws `IllegalArgumentException` on bytes that [#encode()] did not write.
    public static SipContact decode(byte[] bytes) {
        Reach reach = reach(bytes);
        int features = lineAfter(bytes, lineAfter(bytes, 3));
        return new SipContact(
                reach.way(),
                reach.uri(),
                reach.flow(),
                line(bytes, features, lineAfter(bytes, features)),
                reach.route());
    }

    /// The same without the feature parameters, which are long and nothing to the sender. Throws
    /// `IllegalArgumentException` on bytes that [#encode()] did not write.
    public static Reach reach(byte[] bytes) {
        if (bytes.length < 3 || bytes[0] != VERSION.charAt(0) || bytes[2] != '\n') {
            throw new IllegalArgumentException("not a stored contact");
        }
        Way way = bytes[1] == 'D' ? Way.DIRECT : Way.IMS;
        int flow = lineAfter(bytes, 3);
        int features = lineAfter(bytes, flow);
        if (flow > bytes.length || features > bytes.length) {
            throw new IllegalArgumentException("not a stored contact");
        }
        int hop = lineAfter(bytes, features);
        List<String> route = List.of();
        if (hop <= bytes.length) {
            route = new ArrayList<>(2);
            for (int next; hop <= bytes.length; hop = next) {
                next = lineAfter(bytes, hop);
                route.add(line(bytes, hop, next));
            }
        }
        return new Reach(way, line(bytes, 3, flow), line(bytes, flow, features), route);
    }

    /// Where the line after the one at `from` begins; beyond the end for the last one.
    private static int lineAfter(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static String line(byte[] bytes, int from, int next) {
        return new String(bytes, from, next - 1 - from, StandardCharsets.UTF_8);
    }
}
