package org.fivegmc.routing.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import org.fivegmc.core.message.Msisdn;

/// Whether a number can exist: its country code is assigned and its length is one that country
/// uses. Ranges within a country are not checked, since operators open new ones faster than any
/// table follows. Thread-safe.
public final class NumberPlan {

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    public boolean isPossible(Msisdn number) {
        try {
            return numbers.isPossibleNumber(numbers.parse(number.toString(), null));
        } catch (NumberParseException _) {
            return false;
        }
    }
}
