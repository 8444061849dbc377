package org.fivegmc.store.row;

import org.fivegmc.core.storage.Family;

/// Families by their code, as a commit record has it.
public final class Families {

    private static final Family[] BY_CODE = byCode();

    private Families() {}

    /// One more than the highest code.
    public static int codes() {
        return BY_CODE.length;
    }

    public static Family ofCode(int code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw ByteReader.corrupt("family " + code);
        }
        return BY_CODE[code];
    }

    private static Family[] byCode() {
        Family[] families = Family.values();
        var byCode = new Family[families.length + 1];
        byCode[0] = families[0];
        for (Family family : families) {
            byCode[family.code()] = family;
        }
        return byCode;
    }
}
