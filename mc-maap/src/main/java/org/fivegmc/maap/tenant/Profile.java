package org.fivegmc.maap.tenant;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What people are told about a chatbot: the first four and the last are the operator's, the others
/// its own. Empty texts for nothing said.
///
/// @param name as users see it
/// @param icon URL of a picture
/// @param terms URL of the page with its terms and conditions
/// @param smsNumber under which it is known to people without RCS
/// @param optionals what it says of itself, a JSON object in the members of its dialect
/// @param menu its fixed menu, a JSON object in the form of its dialect
/// @param signature stands in front of the texts of SMS that the network makes of its messages
/// @param verification none in rows of earlier versions
public record Profile(
        String name,
        String icon,
        String terms,
        String smsNumber,
        String optionals,
        String menu,
        String signature,
        @Nullable Verification verification) {

    public static final Profile EMPTY = new Profile("", "", "", "", "", "", "", null);

    private static final int NAME_MAX = 100;
    private static final int URL_MAX = 512;
    private static final int NUMBER_MAX = 21;
    private static final int JSON_MAX = 128 * 1024;

    public Profile {
        check("name", name, NAME_MAX);
        check("icon", icon, URL_MAX);
        check("terms", terms, URL_MAX);
        check("sms-number", smsNumber, NUMBER_MAX);
        check("optionals", optionals, JSON_MAX);
        check("menu", menu, JSON_MAX);
        check("signature", signature, NAME_MAX);
        verification = Objects.requireNonNullElse(verification, Verification.NONE);
    }

    @Override
    public Verification verification() {
        return Objects.requireNonNullElse(verification, Verification.NONE);
    }

    private static void check(String name, String value, int most) {
        if (value.length() > most) {
            throw new TenantFault(name + ": at most " + most + " characters");
        }
    }

    /// With other texts of the chatbot.
    public Profile withOptionals(String other, String otherSignature) {
        return new Profile(name, icon, terms, smsNumber, other, menu, otherSignature, verification);
    }

    public Profile withMenu(String other) {
        return new Profile(name, icon, terms, smsNumber, optionals, other, signature, verification);
    }
}
