package org.fivegmc.sip.dialog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fivegmc.sip.codec.HeaderName;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.OutgoingRequest;
import org.fivegmc.sip.codec.SipMessage;
import org.fivegmc.sip.codec.Uri;

/// The proxies that requests of a dialog pass (RFC 3261 section 12.1), in the order they do.
///
/// @param hops values of Route as they were recorded
/// @param first URI of the first, empty when there is none
/// @param strict whether the first is a strict router, which wants itself in the Request-URI
record RouteSet(List<String> hops, String first, boolean strict) {
    static final RouteSet EMPTY = new RouteSet(List.of(), "", false);

    RouteSet {
        hops = List.copyOf(hops);
    }

    /// What was recorded in a message. What can not be read leads nowhere and is left out.
    ///
    /// @param reversed true for the side that sent the request
    static RouteSet recorded(SipMessage message, boolean reversed) {
        if (!message.has(HeaderName.RECORD_ROUTE)) {
            return EMPTY;
        }
        List<NameAddr> entries = message.nameAddrs(HeaderName.RECORD_ROUTE).entries();
        return of(reversed ? entries.reversed() : entries);
    }

    private static RouteSet of(List<NameAddr> entries) {
        List<String> hops = new ArrayList<>(entries.size());
        String first = "";
        boolean strict = false;
        for (NameAddr entry : entries) {
            Uri uri = entry.uri();
            if (!uri.isSip() || !OutgoingRequest.isWritable(uri.raw().toString())) {
                continue;
            }
            if (hops.isEmpty()) {
                first = uri.raw().toString();
                strict = !uri.params().has("lr");
            }
            hops.add(Dialog.text(entry));
        }
        return hops.isEmpty() ? EMPTY : new RouteSet(hops, first, strict);
    }

    boolean isEmpty() {
        return hops.isEmpty();
    }

    /// The Request-URI of a request to a target (RFC 3261 section 12.2.1.1).
    String requestUri(String target) {
        return strict ? first : target;
    }

    /// The values of Route of a request to a target.
    List<String> routes(String target) {
        if (!strict) {
            return hops;
        }
        List<String> routes = new ArrayList<>(hops.subList(1, hops.size()));
        routes.add("<" + target + ">");
        return Collections.unmodifiableList(routes);
    }

    /// Where a request to a target goes first.
    String nextHop(String target) {
        return first.isEmpty() ? target : first;
    }
}
