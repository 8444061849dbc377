package org.fivegmc.routing.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.route.Operator;
import org.fivegmc.core.route.OperatorLookup;

/// Which operator a number belongs to: the one its user has taken it to, else the one its prefix
/// was given to. Both tables can be replaced at any time, together. Thread-safe.
public final class OperatorDirectory implements OperatorLookup {

    /// By the code of the operator, 0 for none; made once, so that a look-up makes nothing.
    private static final List<Optional<Operator>> ANSWERS = answers();

    /// @param ported what counts before the prefixes
    private record Tables(OperatorPrefixes prefixes, PortedNumbers ported) {}

    private volatile Tables tables;

    public OperatorDirectory(OperatorPrefixes prefixes, PortedNumbers ported) {
        tables = new Tables(prefixes, ported);
    }

    public void replace(OperatorPrefixes prefixes, PortedNumbers ported) {
        tables = new Tables(prefixes, ported);
    }

    private static List<Optional<Operator>> answers() {
        var answers = new ArrayList<Optional<Operator>>();
        answers.add(Optional.empty());
        for (Operator operator : Operator.values()) {
            while (answers.size() <= operator.code()) {
                answers.add(Optional.empty());
            }
            answers.set(operator.code(), Optional.of(operator));
        }
        return List.copyOf(answers);
    }

    @Override
    public Optional<Operator> of(Msisdn number) {
        Tables now = tables;
        int ported = now.ported().find(number.e164());
        int code =
                ported != 0 ? ported : OperatorPrefixes.code(now.prefixes().longest(number.e164()));
        return ANSWERS.get(code);
    }

    /// The answer with its reason, for people.
    public sealed interface Found {

        record Ported(Operator operator) implements Found {}

        /// @param prefix with plus
        record ByPrefix(Operator operator, String prefix) implements Found {}

        /// Neither ported nor of a prefix that is known.
        record Nobody() implements Found {}
    }

    public Found explain(Msisdn number) {
        Tables now = tables;
        int ported = now.ported().find(number.e164());
        if (ported != 0) {
            return new Found.Ported(ANSWERS.get(ported).orElseThrow());
        }
        int found = now.prefixes().longest(number.e164());
        return found == 0
                ? new Found.Nobody()
                : new Found.ByPrefix(
                        ANSWERS.get(OperatorPrefixes.code(found)).orElseThrow(),
                        number.toString().substring(0, 1 + OperatorPrefixes.digits(found)));
    }
}
