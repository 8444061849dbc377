package org.fivegmc.routing.table;

import static org.fivegmc.routing.table.Reach.BLOCKED;
import static org.fivegmc.routing.table.Reach.NOT_CAPABLE;
import static org.fivegmc.routing.table.Reach.NOT_RCS;
import static org.fivegmc.routing.table.Reach.NO_NUMBER;
import static org.fivegmc.routing.table.Reach.OFFLINE;
import static org.fivegmc.routing.table.Reach.ONLINE;
import static org.fivegmc.routing.table.Reach.OVERDUE;
import static org.fivegmc.routing.table.Reach.REFUSED;
import static org.fivegmc.routing.table.Reach.UNSURE;
import static org.fivegmc.routing.table.Rule.When.ANY;
import static org.fivegmc.routing.table.Rule.When.NO;
import static org.fivegmc.routing.table.Rule.When.YES;
import static org.fivegmc.routing.table.Source.CHATBOT;
import static org.fivegmc.routing.table.Source.PERSON;
import static org.fivegmc.routing.table.Source.REPORT;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fivegmc.core.message.Failure;
import org.fivegmc.core.message.RefusalReason;
import org.fivegmc.core.route.RouteReason;

/// Every decision on the way of a message, as data: exactly one [Rule] for each combination of
/// conditions. The rows for chatbots are those of the interface of China Telecom and China Unicom
/// (V1.0.4, fallback); `docs/fallback-plan.md` shows all of them, and a test holds it to this.
///
/// Rules are found by an index; nothing is allocated. Thread-safe.
public final class FallbackTable {

    private static final Set<Source> CONTENT = EnumSet.of(PERSON, CHATBOT);
    private static final Set<Source> ALL = EnumSet.allOf(Source.class);

    private static final List<Rule> RULES =
            List.of(
                    rule("online", of(ONLINE), ANY, ANY, ANY, ANY, ALL, Way.RCS),

                    // away: to be kept wins over SMS
                    rule("offline-kept", of(OFFLINE), ANY, ANY, ANY, YES, CONTENT, Way.KEEP),
                    rule("offline-mms", of(OFFLINE), YES, ANY, ANY, NO, CONTENT, Way.MMS)
                            .because(RouteReason.NOT_KEPT),
                    rule("offline-sms-brought", of(OFFLINE), NO, YES, YES, NO, CONTENT, Way.SMS)
                            .because(RouteReason.NOT_KEPT),
                    rule("offline-sms-rendered", of(OFFLINE), NO, YES, NO, NO, CONTENT, Way.SMS)
                            .because(RouteReason.NOT_KEPT),
                    rule(
                                    "offline-failed",
                                    of(OFFLINE),
                                    NO,
                                    NO,
                                    ANY,
                                    NO,
                                    CONTENT,
                                    fail(Failure.OFFLINE))
                            .because(RouteReason.NOT_KEPT),
                    rule("overdue-mms", of(OVERDUE), YES, ANY, ANY, ANY, CONTENT, Way.MMS),
                    rule("overdue-sms-brought", of(OVERDUE), NO, YES, YES, ANY, CONTENT, Way.SMS),
                    rule("overdue-sms-rendered", of(OVERDUE), NO, YES, NO, ANY, CONTENT, Way.SMS),
                    rule("overdue-kept", of(OVERDUE), NO, NO, ANY, YES, CONTENT, Way.KEEP),
                    rule(
                                    "overdue-failed",
                                    of(OVERDUE),
                                    NO,
                                    NO,
                                    ANY,
                                    NO,
                                    CONTENT,
                                    fail(Failure.OFFLINE))
                            .because(RouteReason.NOT_KEPT),

                    // tried in vain
                    rule("refused-mms", of(REFUSED), YES, ANY, ANY, ANY, CONTENT, Way.MMS),
                    rule("refused-sms-brought", of(REFUSED), NO, YES, YES, ANY, CONTENT, Way.SMS),
                    rule("refused-sms-rendered", of(REFUSED), NO, YES, NO, ANY, CONTENT, Way.SMS),
                    rule("refused-failed", of(REFUSED), NO, NO, ANY, ANY, CONTENT, refused()),

                    // not known yet: an answer is on its way, which nobody can promise
                    rule("unsure-mms", of(UNSURE), YES, ANY, ANY, ANY, CONTENT, Way.MMS),
                    rule("unsure-sms-brought", of(UNSURE), NO, YES, YES, ANY, CONTENT, Way.SMS),
                    rule("unsure-sms-rendered", of(UNSURE), NO, YES, NO, ANY, CONTENT, Way.SMS),
                    rule("unsure-kept", of(UNSURE), NO, NO, ANY, YES, CONTENT, Way.KEEP),
                    rule("unsure-failed", of(UNSURE), NO, NO, ANY, NO, CONTENT, incapable()),

                    // not capable
                    rule("not-capable-mms", of(NOT_CAPABLE), YES, ANY, ANY, ANY, CONTENT, Way.MMS),
                    rule(
                            "not-capable-sms-brought",
                            of(NOT_CAPABLE),
                            NO,
                            YES,
                            YES,
                            ANY,
                            CONTENT,
                            Way.SMS),
                    rule(
                            "not-capable-sms-rendered",
                            of(NOT_CAPABLE),
                            NO,
                            YES,
                            NO,
                            ANY,
                            CONTENT,
                            Way.SMS),
                    withoutSms("not-capable-kept", NOT_CAPABLE, YES, PERSON, Way.KEEP),
                    withoutSms("not-capable-not-kept", NOT_CAPABLE, NO, PERSON, incapable()),
                    withoutSms("not-capable-failed", NOT_CAPABLE, ANY, CHATBOT, incapable()),
                    rule("not-rcs-mms", of(NOT_RCS), YES, ANY, ANY, ANY, CONTENT, Way.MMS),
                    rule("not-rcs-sms-brought", of(NOT_RCS), NO, YES, YES, ANY, CONTENT, Way.SMS),
                    rule("not-rcs-sms-rendered", of(NOT_RCS), NO, YES, NO, ANY, CONTENT, Way.SMS),
                    withoutSms("not-rcs-rejected", NOT_RCS, ANY, PERSON, unknown()),
                    withoutSms("not-rcs-failed", NOT_RCS, ANY, CHATBOT, incapable()),

                    // nobody to send to
                    always("no-number-rejected", NO_NUMBER, PERSON, no(RefusalReason.NOT_A_NUMBER)),
                    always("no-number-failed", NO_NUMBER, CHATBOT, fail(Failure.NO_SUCH_NUMBER)),
                    always(
                            "blocked-rejected",
                            BLOCKED,
                            PERSON,
                            no(RefusalReason.FORBIDDEN_RECIPIENT)),
                    always("blocked-failed", BLOCKED, CHATBOT, fail(Failure.REFUSED)),

                    // reports
                    rule(
                            "report-kept",
                            EnumSet.of(OFFLINE, OVERDUE, UNSURE, NOT_CAPABLE),
                            ANY,
                            ANY,
                            ANY,
                            ANY,
                            of(REPORT),
                            Way.KEEP),
                    always("report-refused", REFUSED, REPORT, refused()),
                    rule(
                                    "report-to-nobody",
                                    EnumSet.of(NOT_RCS, NO_NUMBER),
                                    ANY,
                                    ANY,
                                    ANY,
                                    ANY,
                                    of(REPORT),
                                    unknown())
                            .because(RouteReason.REPORT_TO_STRANGER),
                    always(
                            "report-blocked",
                            BLOCKED,
                            REPORT,
                            no(RefusalReason.FORBIDDEN_RECIPIENT)));

    private static final Rule[] INDEX = index(RULES);

    private FallbackTable() {}

    /// The rule for these messages.
    ///
    /// @param mms whether the message may leave as MMS, and there are gateways for that
    /// @param sms whether the message may leave as SMS
    /// @param text whether its sender has brought the text of the SMS
    /// @param store whether it may be kept
    public static Rule rule(
            Reach reach, boolean mms, boolean sms, boolean text, boolean store, Source source) {
        return INDEX[cell(reach, mms, sms, text, store, source)];
    }

    /// All rows, in the order of the documentation.
    public static List<Rule> rules() {
        return RULES;
    }

    @SuppressWarnings("EnumOrdinal") // of an index that is made at each start and stored nowhere
    private static int cell(
            Reach reach, boolean mms, boolean sms, boolean text, boolean store, Source source) {
        int wishes = (mms ? 8 : 0) | (sms ? 4 : 0) | (text ? 2 : 0) | (store ? 1 : 0);
        return (reach.ordinal() * 16 + wishes) * 3 + source.ordinal();
    }

    /// Every cell has one rule, or the program does not start.
    static Rule[] index(List<Rule> rules) {
        var index = new Rule[Reach.values().length * 16 * 3];
        for (Reach reach : Reach.values()) {
            for (int wishes = 0; wishes < 16; wishes++) {
                for (Source source : Source.values()) {
                    boolean mms = (wishes & 8) != 0;
                    boolean sms = (wishes & 4) != 0;
                    boolean text = (wishes & 2) != 0;
                    boolean store = (wishes & 1) != 0;
                    List<Rule> fitting =
                            rules.stream()
                                    .filter(r -> r.covers(reach, mms, sms, text, store, source))
                                    .toList();
                    if (fitting.size() != 1) {
                        throw new IllegalStateException(
                                "%s, mms %s, sms %s, text %s, store %s, %s has the rules %s"
                                        .formatted(
                                                reach,
                                                mms,
                                                sms,
                                                text,
                                                store,
                                                source,
                                                fitting.stream().map(Rule::name).toList()));
                    }
                    index[cell(reach, mms, sms, text, store, source)] = fitting.getFirst();
                }
            }
        }
        return index;
    }

    private static Rule rule(
            String name,
            Set<Reach> reach,
            Rule.When mms,
            Rule.When sms,
            Rule.When text,
            Rule.When store,
            Set<Source> sources,
            Way way) {
        return new Rule(name, reach, mms, sms, text, store, sources, way, Optional.empty());
    }

    private static Rule withoutSms(
            String name, Reach reach, Rule.When store, Source source, Way way) {
        return rule(name, of(reach), NO, NO, ANY, store, of(source), way)
                .because(RouteReason.FALLBACK_NOT_ALLOWED);
    }

    private static Rule always(String name, Reach reach, Source source, Way way) {
        return rule(name, of(reach), ANY, ANY, ANY, ANY, of(source), way);
    }

    private static Set<Reach> of(Reach one) {
        return EnumSet.of(one);
    }

    private static Set<Source> of(Source one) {
        return EnumSet.of(one);
    }

    private static Way fail(Failure why) {
        return new Way.Fail(why);
    }

    private static Way incapable() {
        return fail(Failure.NOT_CAPABLE);
    }

    private static Way refused() {
        return fail(Failure.REFUSED);
    }

    private static Way no(RefusalReason why) {
        return new Way.Reject(why);
    }

    private static Way unknown() {
        return no(RefusalReason.UNKNOWN_RECIPIENT);
    }
}
