package org.fivegmc.store.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;
import static org.quicktheories.generators.SourceDSL.strings;

import java.util.Arrays;
import java.util.HexFormat;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.TimerRef;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class KeysTest {

    private static final long ALL = Long.MIN_VALUE;
    private static final long MAX_NUMBER = 999_999_999_999_999L;

    private final Keys keys = new Keys();

    private static Gen<Long> anyLong() {
        return longs().between(ALL, Long.MAX_VALUE);
    }

    private static Gen<MessageId> ids() {
        return anyLong().zip(anyLong(), MessageId::new);
    }

    private static Gen<UserAddress> addresses() {
        Gen<UserAddress> numbers = longs().between(1, MAX_NUMBER).map(n -> new Msisdn(n));
        Gen<UserAddress> bots = texts().map(t -> new ChatbotAddress(t));
        Gen<UserAddress> groups = texts().map(t -> new GroupAddress(t));
        return numbers.mix(bots).mix(groups);
    }

    private static Gen<String> texts() {
        Gen<String> latin = strings().ascii().ofLengthBetween(1, 60);
        Gen<String> wide = strings().betweenCodePoints(0x4e00, 0x9fff).ofLengthBetween(1, 60);
        return latin.mix(wide);
    }

    private static boolean before(byte[] left, byte[] right) {
        return Arrays.compareUnsigned(left, right) < 0;
    }

    @Test
    void inboxKeysRoundTrip() {
        qt().forAll(addresses(), ids())
                .check((address, id) -> {
                    byte[] key = keys.inbox(address, id).bytes();
                    return Keys.inboxMessageId(key).equals(id)
                            && Keys.shardOf(key) == Shards.of(address);
                });
    }

    @Test
    void timerKeysRoundTrip() {
        qt().forAll(anyLong(), addresses(), ids())
                .checkAssert((due, address, id) -> {
                    var timer = new TimerRef(due, address, id);
                    assertThat(Keys.timerRef(keys.timer(timer).bytes())).isEqualTo(timer);
                });
    }

    @Test
    void dedupKeysRoundTrip() {
        qt().forAll(addresses(), addresses(), texts())
                .checkAssert((recipient, sender, token) -> {
                    var key = new DedupKey(recipient, sender, token);
                    assertThat(Keys.dedupKey(keys.dedup(key).bytes())).isEqualTo(key);
                });
    }

    @Test
    void subscriberKeysRoundTrip() {
        qt().forAll(addresses())
                .check(a -> Keys.subscriberAddress(keys.subscriber(a).bytes()).equals(a));
    }

    @Test
    void gatewayMessageKeysRoundTrip() {
        qt().forAll(texts(), texts())
                .checkAssert((gateway, id) -> {
                    var key = new GatewayMessageKey(gateway, id);
                    assertThat(Keys.gatewayMessageKey(keys.gatewayMessage(key).bytes()))
                            .isEqualTo(key);
                });
    }

    @Test
    void flightKeysRoundTripAndSortByNumber() {
        qt().forAll(integers().between(0, Shards.COUNT - 1), anyLong(), anyLong())
                .check((shard, a, b) -> {
                    byte[] left = keys.flight(shard, a).bytes();
                    byte[] right = keys.flight(shard, b).bytes();
                    return Keys.flightNumber(left) == a
                            && Keys.shardOf(left) == shard
                            && before(left, right) == (a < b)
                            && before(right, keys.shardEnd(shard).bytes());
                });
    }

    @Test
    void anInboxSortsAsItsIdsDoAndLiesWithinItsBounds() {
        qt().forAll(addresses(), ids(), ids())
                .check((address, a, b) -> {
                    byte[] left = keys.inbox(address, a).bytes();
                    byte[] right = keys.inbox(address, b).bytes();
                    byte[] end = keys.inboxEnd(address).bytes();
                    return Integer.signum(Arrays.compareUnsigned(left, right))
                                    == Integer.signum(a.compareTo(b))
                            && before(left, end);
                });
    }

    @Test
    void noInboxReachesIntoAnother() {
        qt().forAll(addresses(), addresses(), ids())
                .assuming((a, b, _) -> !a.equals(b))
                .check((a, b, id) -> {
                    byte[] first = keys.inbox(a, new MessageId(0, 0)).bytes();
                    byte[] end = keys.inboxEnd(a).bytes();
                    byte[] other = keys.inbox(b, id).bytes();
                    return before(other, first) || before(end, other);
                });
    }

    @Test
    void timersSortByTimeFirst() {
        qt().forAll(anyLong(), anyLong(), ids(), ids())
                .assuming((a, b, _, _) -> !a.equals(b))
                .check((a, b, left, right) -> {
                    UserAddress user = new Msisdn(8613800000001L);
                    byte[] first = keys.timer(new TimerRef(a, user, left)).bytes();
                    byte[] second = keys.timer(new TimerRef(b, user, right)).bytes();
                    byte[] bound = keys.timersFrom(Shards.of(user), b).bytes();
                    return before(first, second) == (a < b) && before(first, bound) == (a < b);
                });
    }

    @Test
    void aShardIsARange() {
        qt().forAll(integers().between(0, Shards.COUNT - 2))
                .check(shard -> {
                    byte[] from = keys.shard(shard).bytes();
                    byte[] to = keys.shardEnd(shard).bytes();
                    byte[] next = keys.shard(shard + 1).bytes();
                    return before(from, to) && Arrays.compareUnsigned(to, next) <= 0;
                });
    }

    @Test
    void everyKeyLiesInItsShard() {
        qt().forAll(addresses(), ids())
                .check((address, id) -> {
                    int shard = Shards.of(address);
                    byte[] key = keys.inbox(address, id).bytes();
                    return before(keys.shard(shard).bytes(), key)
                            && before(key, keys.shardEnd(shard).bytes());
                });
    }

    @Test
    void layoutOneStaysAsItIs() {
        UserAddress alice = new Msisdn(8613800000001L);
        var id = new MessageId(0x0102030405060708L, 0x1112131415161718L);
        UserAddress bot = new ChatbotAddress("sip:b@x");
        assertThat(hex(keys.inbox(alice, id)))
                .isEqualTo(
                        prefix(Shards.of(alice))
                                + "01000007d58e7d3a01"
                                + "01020304050607081112131415161718");
        assertThat(hex(keys.timer(new TimerRef(1000, alice, id))))
                .isEqualTo(
                        prefix(Shards.of(alice))
                                + "80000000000003e8"
                                + "01000007d58e7d3a01"
                                + "01020304050607081112131415161718");
        assertThat(hex(keys.dedup(new DedupKey(alice, bot, "m1"))))
                .isEqualTo(
                        prefix(Shards.of(alice))
                                + "01000007d58e7d3a01"
                                + "0200077369703a624078"
                                + "6d31");
        assertThat(hex(keys.subscriber(bot)))
                .isEqualTo(prefix(Shards.of(bot)) + "0200077369703a624078");
        var receipt = new GatewayMessageKey("g", "7f");
        assertThat(hex(keys.gatewayMessage(receipt)))
                .isEqualTo(prefix(receipt.shard()) + "0001" + "67" + "3766");
    }

    private static String prefix(int shard) {
        return "01%02x%04x".formatted(shard / 64, shard);
    }

    private static String hex(Keys key) {
        return HexFormat.of().formatHex(key.bytes());
    }
}
