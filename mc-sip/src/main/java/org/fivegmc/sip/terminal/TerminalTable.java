package org.fivegmc.sip.terminal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Models of handsets, found by the name in User-Agent or by the type allocation code in an IMEI.
/// Of two rows with the same maker and model, or the same code, the later counts. Immutable.
public final class TerminalTable {

    public static final TerminalTable EMPTY = new TerminalTable(List.of(), Map.of());

    private final Map<String, Terminal> byName = new HashMap<>();
    private final Map<String, String> makers = new HashMap<>();
    private final int[] tacs;
    private final Terminal[] byTac;

    /// @param makers what a vendor is called in User-Agent, to the maker as rows write it
    public TerminalTable(List<Terminal> rows, Map<String, String> makers) {
        makers.forEach((vendor, maker) ->
                this.makers.put(TerminalName.plain(vendor), TerminalName.plain(maker)));
        var known = new TreeMap<Integer, Terminal>();
        for (Terminal row : rows) {
            byName.put(key(maker(row.maker()), TerminalName.plain(row.model())), row);
            row.tacs().forEach(tac -> known.put(tac, row));
        }
        tacs = known.keySet().stream().mapToInt(Integer::intValue).toArray();
        byTac = known.values().toArray(Terminal[]::new);
    }

    private String maker(String vendor) {
        String plain = TerminalName.plain(vendor);
        return makers.getOrDefault(plain, plain);
    }

    private static String key(String maker, String model) {
        return maker + "/" + model;
    }

    /// Models, counted by their names.
    public int size() {
        return byName.size();
    }

    public Optional<Terminal> byUserAgent(String userAgent) {
        Optional<TerminalName> name = TerminalName.of(userAgent);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String maker = maker(name.get().vendor());
        for (String model : name.get().models()) {
            Terminal found = byName.get(key(maker, model));
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /// @param tac from [#tac(String)]
    public Optional<Terminal> byTac(int tac) {
        int at = Arrays.binarySearch(tacs, tac);
        return at < 0 ? Optional.empty() : Optional.of(byTac[at]);
    }

    boolean hasTacs() {
        return tacs.length > 0;
    }

    private static final String IMEI = "urn:gsma:imei:";
    private static final int TAC_DIGITS = 8;

    /// The type allocation code in the URN of an instance (RFC 7254 section 4); -1 for a URN of
    /// another kind.
    ///
    /// @param instance in small letters
    static int tac(String instance) {
        if (!instance.startsWith(IMEI) || instance.length() < IMEI.length() + TAC_DIGITS) {
            return -1;
        }
        int tac = 0;
        for (int i = IMEI.length(); i < IMEI.length() + TAC_DIGITS; i++) {
            int digit = instance.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            tac = tac * 10 + digit;
        }
        return tac;
    }
}
