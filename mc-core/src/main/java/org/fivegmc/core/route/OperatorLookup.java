package org.fivegmc.core.route;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;

/// Which operator a number belongs to. Called for every SMS, on any thread; returns at once.
@FunctionalInterface
public interface OperatorLookup {

    /// Empty for a number of another country, of a fixed line, or of a range that is not known.
    Optional<Operator> of(Msisdn number);

    /// Nothing is known of any number.
    static OperatorLookup none() {
        return _ -> Optional.empty();
    }
}
