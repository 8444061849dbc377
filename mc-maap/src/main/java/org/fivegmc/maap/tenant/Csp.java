package org.fivegmc.maap.tenant;

import java.util.List;
import java.util.regex.Pattern;

/// A chatbot service provider: whose systems call, for the customers they work for.
///
/// @param id short and stable; letters, digits, `-`, `_` and `.`
/// @param name for people
/// @param active while not, none of its calls is answered and what its chatbots would be told waits
/// @param allowed addresses its calls may come from; none for any
/// @param strict whether a call must keep to the letter of its dialect
/// @param quota of all its chatbots together
public record Csp(
        String id,
        String name,
        boolean active,
        List<AddressRange> allowed,
        boolean strict,
        Quota quota) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int NAME_MAX = 200;
    private static final int RANGES_MAX = 64;

    public Csp {
        allowed = List.copyOf(allowed);
        if (!ID.matcher(id).matches()) {
            throw new TenantFault(
                    "id: 1 to 64 letters, digits, dots, hyphens or underscores, not '" + id + "'");
        }
        if (name.length() > NAME_MAX) {
            throw new TenantFault("name: at most " + NAME_MAX + " characters");
        }
        if (allowed.size() > RANGES_MAX) {
            throw new TenantFault("allowed: at most " + RANGES_MAX + " ranges");
        }
    }

    /// Without limits.
    public Csp(String id, String name, boolean active, List<AddressRange> allowed, boolean strict) {
        this(id, name, active, allowed, strict, Quota.NONE);
    }

    public Csp withQuota(Quota other) {
        return new Csp(id, name, active, allowed, strict, other);
    }
}
