package org.fivegmc.store.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.GroupAddress;
import org.fivegmc.core.message.MessageId;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.core.message.Shards;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.storage.CommitRecord;
import org.fivegmc.core.storage.DedupKey;
import org.fivegmc.core.storage.GatewayMessageKey;
import org.fivegmc.core.storage.TenantKey;
import org.fivegmc.core.storage.TimerRef;
import org.fivegmc.store.row.AddressCodes;
import org.fivegmc.store.row.ByteReader;

/// Builds and parses the keys of all row families; nothing else knows their layout.
///
/// Layout 1, integers big-endian, so that unsigned octets sort as the values do:
///
/// ```
/// every key      | version 1 | group 1 | shard 2 | ...
///
/// INBOX          | recipient address | message id 16 |
/// DEDUP          | recipient address | sender address | token UTF-8 |
/// TIMER          | due 8 | recipient address | message id 16 |
/// SUBSCRIBER     | address |
/// CORRELATION    | gateway length 2 | gateway UTF-8 | id UTF-8 |
/// PARKED_RECEIPT | gateway length 2 | gateway UTF-8 | id UTF-8 |
/// FLIGHT         | number 8 |
/// TENANT         | kind 1 | id UTF-8 |
///
/// address        | 1 | E.164 number 8 |
///                | 2 | length 2 | chatbot URI UTF-8 |
///                | 3 | length 2 | group URI UTF-8 |
/// due            milliseconds since the epoch with the sign bit flipped
/// number         likewise
/// ```
///
/// A group is a range of keys of each family, so it can be moved or dropped as one. No address is
/// the beginning of another, so the rows of one recipient are a range, too.
///
/// The methods that build fill a buffer of this object and return the object: take the key with
/// [#bytes()] or [#appendTo(CommitRecord)] before building the next one. Confined to one thread.
public final class Keys {

    public static final int VERSION = 1;

    /// Octets of an INBOX key up to the end of a telephone number: what rows of one subscriber
    /// share.
    public static final int SUBSCRIBER_PREFIX = 13;

    private static final int SHARD_PREFIX = 4;
    private static final int MESSAGE_ID = 16;
    private static final int USUAL_LENGTH = 256;

    private byte[] buffer = new byte[USUAL_LENGTH];
    private int length;

    /// The key as an array of its own.
    public byte[] bytes() {
        return Arrays.copyOf(buffer, length);
    }

    public void appendTo(CommitRecord record) {
        record.raw(buffer, 0, length);
    }

    public Keys inbox(UserAddress recipient, MessageId id) {
        return shard(Shards.of(recipient)).address(recipient).id(id);
    }

    /// Behind every key of the recipient's inbox. Longer than any of them and otherwise all ones,
    /// so it begins like them, which lets prefix filters work.
    public Keys inboxEnd(UserAddress recipient) {
        shard(Shards.of(recipient)).address(recipient);
        reserve(MESSAGE_ID + 1);
        Arrays.fill(buffer, length, length + MESSAGE_ID + 1, (byte) 0xff);
        length += MESSAGE_ID + 1;
        return this;
    }

    public Keys dedup(DedupKey key) {
        return shard(Shards.of(key.recipient()))
                .address(key.recipient())
                .address(key.sender())
                .text(key.token());
    }

    public Keys timer(TimerRef timer) {
        return timersFrom(Shards.of(timer.recipient()), timer.dueMs())
                .address(timer.recipient())
                .id(timer.id());
    }

    /// Before the first timer of a shard that is due at `dueMs` or later.
    public Keys timersFrom(int shard, long dueMs) {
        return shard(shard).i64(dueMs ^ Long.MIN_VALUE);
    }

    public Keys flight(int shard, long number) {
        return shard(shard).i64(number ^ Long.MIN_VALUE);
    }

    public Keys subscriber(UserAddress user) {
        return shard(Shards.of(user)).address(user);
    }

    public Keys tenant(TenantKey key) {
        return shard(key.shard()).u8(key.kind().code()).text(key.id());
    }

    /// Before the first key of the first shard.
    public Keys first() {
        return shard(0);
    }

    /// Behind the last key of the last shard.
    public Keys last() {
        length = 0;
        return u8(VERSION + 1);
    }

    /// The key of both what is correlated and what is parked.
    public Keys gatewayMessage(GatewayMessageKey key) {
        shard(key.shard());
        byte[] gateway = key.gateway().getBytes(StandardCharsets.UTF_8);
        return u16(gateway.length).raw(gateway).text(key.id());
    }

    /// Behind that key and before every other one that follows it.
    public Keys afterGatewayMessage(GatewayMessageKey key) {
        return gatewayMessage(key).u8(0);
    }

    /// Before the first key of a shard.
    public Keys shard(int shard) {
        length = 0;
        return u8(VERSION).u8(Shards.group(shard)).u16(shard);
    }

    /// Behind the last key of a shard.
    public Keys shardEnd(int shard) {
        length = 0;
        // within the group, so that even the last one ends before the next group begins
        return u8(VERSION).u8(Shards.group(shard)).u16(shard + 1);
    }

    public static MessageId inboxMessageId(byte[] key) {
        if (key.length < SHARD_PREFIX + MESSAGE_ID) {
            throw ByteReader.corrupt("inbox key of " + key.length + " octets");
        }
        return new ByteReader(key, key.length - MESSAGE_ID).messageId();
    }

    public static TimerRef timerRef(byte[] key) {
        var reader = new ByteReader(key, SHARD_PREFIX);
        return new TimerRef(reader.i64() ^ Long.MIN_VALUE, reader.address(), reader.messageId());
    }

    public static long flightNumber(byte[] key) {
        return new ByteReader(key, SHARD_PREFIX).i64() ^ Long.MIN_VALUE;
    }

    public static TenantKey tenantKey(byte[] key) {
        var reader = new ByteReader(key, SHARD_PREFIX);
        int code = reader.u8();
        for (TenantKey.Kind kind : TenantKey.Kind.values()) {
            if (kind.code() == code) {
                return new TenantKey(kind, reader.text(reader.remaining()));
            }
        }
        throw ByteReader.corrupt("kind of tenant " + code);
    }

    public static UserAddress subscriberAddress(byte[] key) {
        return new ByteReader(key, SHARD_PREFIX).address();
    }

    public static DedupKey dedupKey(byte[] key) {
        var reader = new ByteReader(key, SHARD_PREFIX);
        return new DedupKey(reader.address(), reader.address(), reader.text(reader.remaining()));
    }

    public static GatewayMessageKey gatewayMessageKey(byte[] key) {
        var reader = new ByteReader(key, SHARD_PREFIX);
        return new GatewayMessageKey(reader.text(reader.u16()), reader.text(reader.remaining()));
    }

    /// The shard any key belongs to.
    public static int shardOf(byte[] key) {
        return new ByteReader(key, 2).u16();
    }

    private Keys address(UserAddress address) {
        return switch (address) {
            case Msisdn(long number) -> u8(AddressCodes.MSISDN).i64(number);
            case ChatbotAddress(String uri) -> uri(AddressCodes.CHATBOT, uri);
            case GroupAddress(String uri) -> uri(AddressCodes.GROUP, uri);
        };
    }

    private Keys uri(int code, String uri) {
        byte[] utf8 = uri.getBytes(StandardCharsets.UTF_8);
        return u8(code).u16(utf8.length).raw(utf8);
    }

    private Keys id(MessageId id) {
        return i64(id.high()).i64(id.low());
    }

    private Keys text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    private Keys u8(int value) {
        reserve(1);
        buffer[length++] = (byte) value;
        return this;
    }

    private Keys u16(int value) {
        reserve(2);
        buffer[length++] = (byte) (value >>> 8);
        buffer[length++] = (byte) value;
        return this;
    }

    private Keys i64(long value) {
        return u16((int) (value >>> 48))
                .u16((int) (value >>> 32))
                .u16((int) (value >>> 16))
                .u16((int) value);
    }

    private Keys raw(byte[] piece) {
        reserve(piece.length);
        System.arraycopy(piece, 0, buffer, length, piece.length);
        length += piece.length;
        return this;
    }

    private void reserve(int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
        }
    }
}
