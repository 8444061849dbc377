package org.fivegmc.routing.table;

import java.util.Optional;
import java.util.Set;
import org.fivegmc.core.route.RouteReason;

/// One row of the [FallbackTable]: which messages it is for, and what becomes of them.
///
/// @param name what it is called in explanations and in the documentation
/// @param mms whether the message may leave as MMS, and there are gateways for that
/// @param sms whether the message may leave as SMS
/// @param text whether its sender has brought the text of the SMS
/// @param store whether it may be kept
/// @param reason why, where that is more than how the recipient can be reached
public record Rule(
        String name,
        Set<Reach> reach,
        When mms,
        When sms,
        When text,
        When store,
        Set<Source> sources,
        Way way,
        Optional<RouteReason> reason) {

    public Rule {
        reach = Set.copyOf(reach);
        sources = Set.copyOf(sources);
    }

    /// A condition on a wish of the sender.
    public enum When {
        YES,
        NO,
        ANY;

        boolean holds(boolean wish) {
            return this == ANY || wish == (this == YES);
        }
    }

    boolean covers(
            Reach how,
            boolean mmsAllowed,
            boolean smsAllowed,
            boolean brought,
            boolean kept,
            Source source) {
        return reach.contains(how)
                && mms.holds(mmsAllowed)
                && sms.holds(smsAllowed)
                && text.holds(brought)
                && store.holds(kept)
                && sources.contains(source);
    }

    Rule because(RouteReason why) {
        return new Rule(name, reach, mms, sms, text, store, sources, way, Optional.of(why));
    }
}
