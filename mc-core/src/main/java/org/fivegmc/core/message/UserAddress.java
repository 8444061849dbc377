package org.fivegmc.core.message;

/// Who sends or receives. Compared by value: two spellings of one number are one address.
public sealed interface UserAddress permits Msisdn, ChatbotAddress, GroupAddress {

    /// A form that is safe in INFO logs: digits in the middle are hidden.
    String masked();

    /// A 64-bit value that spreads addresses evenly over shards; stable for ever, since keys depend
    /// on it.
    long spread();

    /// FNV-1a over the characters, finished with a mixer; part of the key layout.
    static long spread(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /// The finishing step of MurmurHash3, so that neighbouring numbers land in different shards.
    static long mix(long value) {
        long h = value;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
