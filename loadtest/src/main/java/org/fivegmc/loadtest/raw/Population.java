package org.fivegmc.loadtest.raw;

/// Whom requests go to, or who registers: users from the first on, at random or one after the
/// other. With a share of second devices every so many-th user has two, and counts as two.
final class Population {
    private final int first;
    private final int users;
    private final int every;
    private final long members;
    private final boolean random;
    private long state;
    private long position;
    private int number;
    private int device = 1;

    /// @param every the how many-th user has a second device, 0: none
    Population(int first, int users, int every, boolean random, long seed) {
        this.first = first;
        this.users = users;
        this.every = every;
        this.random = random;
        this.members = membersOf(users, every);
        this.state = seed | 1;
    }

    /// Devices of so many users.
    static long membersOf(long users, int every) {
        return every == 0 ? users : users + (users + every - 1) / every;
    }

    void next() {
        long member = random ? randomMember() : position++ % members;
        long user = member;
        device = 1;
        if (every > 0) {
            // Each group of users is led by the one with two devices.
            long within = member % (every + 1);
            user = member / (every + 1) * every + Math.max(0, within - 1);
            device = within == 1 ? 2 : 1;
        }
        number = first + (int) Math.min(user, users - 1);
    }

    private long randomMember() {
        // xorshift64*; the product's high half is even enough for fewer than 2^31 members
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        return ((state * 0x2545f4914f6cdd1dL >>> 33) * members) >>> 31;
    }

    /// The last eight digits of the member's number.
    int number() {
        return number;
    }

    int device() {
        return device;
    }
}
