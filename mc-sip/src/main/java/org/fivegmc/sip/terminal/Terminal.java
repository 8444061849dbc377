package org.fivegmc.sip.terminal;

import java.util.List;

/// A model of handsets.
///
/// @param maker as the table writes it
/// @param rcs whether it takes 5G messages at all, with the software that `release` says
/// @param tacs its type allocation codes, 8 digits each (TS 23.003 section 6.2.1); may be none
public record Terminal(
        String maker, String model, Release release, boolean rcs, List<Integer> tacs) {

    /// Most digits of a type allocation code.
    static final int MAX_TAC = 99_999_999;

    /// Whose software is on it.
    public enum Release {
        /// The maker's: RCS works on any network.
        OPEN_MARKET,
        /// That of China Mobile's edition: RCS works on its network alone.
        OPERATOR_CUSTOM
    }

    public Terminal {
        tacs = List.copyOf(tacs);
        if (maker.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("a terminal has a maker and a model");
        }
        for (int tac : tacs) {
            if (tac < 0 || tac > MAX_TAC) {
                throw new IllegalArgumentException("not a type allocation code: " + tac);
            }
        }
    }
}
