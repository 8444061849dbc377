package org.fivegmc.core.center;

import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.fivegmc.core.delivery.DeliveryPolicy;
import org.fivegmc.core.delivery.DeliveryState;
import org.fivegmc.core.message.Message;
import org.fivegmc.core.message.MessageIdMint;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.storage.InboxEntry;
import org.fivegmc.core.storage.InboxRow;
import org.fivegmc.core.storage.ShardStore;
import org.fivegmc.core.subscriber.ChatbotBook;
import org.fivegmc.core.subscriber.Subscriber;
import org.jspecify.annotations.Nullable;

/// The users a writer keeps in memory.
///
/// ```
/// unknown -----> passing --(used no more)--> left, trace kept
///    |  \                                       |
///    |   (room)                                 | comes back before the trace is gone
///    v    v                                     v
///    lasting --(longest unused)--> left    lasting
/// ```
///
/// As long as there is room everybody stays. Then who is new only passes through, so that users who
/// are heard of once in a long while neither push out those who talk every minute nor live long
/// enough to be copied by the collector; who comes back soon after having left stays. Users with
/// messages in flight stay in any case.
final class Accounts {

    private static final int EVICTION_TRIES = 16;

    /// The share of those in memory that passes through.
    private static final int PASSING_SHARE = 16;

    private final ShardStore store;
    private final MessageIdMint mint;
    private final long startedMs;
    private final DeliveryPolicy policy;
    private final Mailboxes mailboxes;
    private final ChatbotBook chatbots;
    private final HashMap<UserAddress, Account> cached = new HashMap<>(1024);
    private final Recency lasting;
    private final Recency passing;

    /// Of users who have left lately, by a part of the hash of their address. One that overwrites
    /// another, or looks like another, costs a user a worse or better place, and nothing else.
    private final long[] traces;

    /// @param capacity users in memory
    /// @param turnMost users of one turn, who must stay until its end
    /// @param startedMs attempts begun before belong to an earlier process and have no owner
    /// @param mint whose ids must sort behind those of every inbox that is loaded
    Accounts(
            ShardStore store,
            Mailboxes mailboxes,
            int capacity,
            int turnMost,
            long startedMs,
            DeliveryPolicy policy,
            MessageIdMint mint,
            ChatbotBook chatbots) {
        this.mint = mint;
        this.chatbots = chatbots;
        this.store = store;
        this.mailboxes = mailboxes;
        this.startedMs = startedMs;
        this.policy = policy;
        this.passing = new Recency(Math.max(turnMost, capacity / PASSING_SHARE));
        this.lasting = new Recency(Math.max(1, capacity - passing.capacity));
        this.traces = new long[Integer.highestOneBit(Math.max(1, capacity)) * 2];
    }

    /// The user with all that is stored.
    Account get(UserAddress address) {
        return get(address, Accounts::unheard);
    }

    /// @param reader is told of the stored rows, in order, if they have to be read now
    Account get(UserAddress address, Consumer<InboxRow> reader) {
        Account account = find(address, reader);
        if (account.isUnread()) {
            readNow(account, reader);
        }
        return account;
    }

    /// The user, for what needs to know nothing of the inbox.
    Account withoutInbox(UserAddress address) {
        return find(address, Accounts::unheard);
    }

    /// The user, perhaps with an inbox that was not read: see [Account#isUnread()]. Then [#get]
    /// reads it.
    Account glance(UserAddress address) {
        Account account = find(address, Accounts::unheard);
        if (account.isUnread() && account.stored == Mailboxes.UNKNOWN) {
            readNow(account, Accounts::unheard);
        }
        return account;
    }

    private static void unheard(InboxRow row) {}

    private void readNow(Account account, Consumer<InboxRow> reader) {
        int atMost = account.stored;
        try {
            read(account, null, reader);
        } catch (RuntimeException e) {
            account.leaveUnread(atMost);
            throw e;
        }
    }

    private Account find(UserAddress address, Consumer<InboxRow> reader) {
        Account account = cached.get(address);
        if (account == null) {
            account = enter(address);
            cached.put(address, account);
            Recency row = lasting.isFull() && !hasJustLeft(address) ? passing : lasting;
            row.append(account);
            makeRoom(row, account);
        } else if (account.isStale()) {
            Account former = account;
            account = fresh(address);
            account.follow(former);
            read(account, former, reader);
            cached.put(address, account);
            rowOf(former).append(account);
            rowOf(former).remove(former);
        } else {
            rowOf(account).moveToEnd(account);
        }
        return account;
    }

    private static Recency rowOf(Account account) {
        Recency row = account.row;
        if (row == null) {
            throw new IllegalStateException("an account outside of memory");
        }
        return row;
    }

    /// Whether the user is in memory, as all are who have messages in flight.
    boolean knows(UserAddress address) {
        return cached.containsKey(address);
    }

    int size() {
        return cached.size();
    }

    /// Those in memory, in no order.
    Iterable<Account> all() {
        return cached.values();
    }

    private Account enter(UserAddress address) {
        Account account = fresh(address);
        int rows = mailboxes.atMost(address);
        if (rows > 0) {
            account.leaveUnread(rows);
        }
        return account;
    }

    private Account fresh(UserAddress address) {
        return new Account(address, recipient(address));
    }

    /// What is stored of a user, or known of a chatbot.
    Recipient recipient(UserAddress address) {
        Optional<Subscriber> found =
                address instanceof ChatbotAddress chatbot
                        ? chatbots.find(chatbot)
                        : store.subscriber(address);
        return found.<Recipient>map(Recipient.Known::new).orElse(Recipient.STRANGER);
    }

    /// @param former what was known before it was forgotten
    private void read(Account account, @Nullable Account former, Consumer<InboxRow> reader) {
        UserAddress address = account.address;
        account.beginReading();
        store.rows(
                address,
                Account.OLDEST,
                row -> {
                    count(account, row.entry(), former);
                    reader.accept(row);
                    return true;
                });
        account.endReading();
        // not before: what can't be read now must not be taken for nothing the next time
        mailboxes.forget(address);
    }

    private void count(Account account, InboxEntry row, @Nullable Account former) {
        if (account.stored == 0) {
            account.firstOpen = row.id();
        }
        account.stored++;
        mint.above(row.id());
        account.countOpen(row.report(), row.state(), 1);
        switch (row.state()) {
            case DeliveryState.Held held -> account.countHeld(row, held);
            case DeliveryState.Sending s when mayBeOurs(s) ->
                    store.delivery(account.address, row.id())
                            .ifPresent(d -> {
                                if (isOurs(d.message(), s)) {
                                    account.resume(d, former);
                                } else {
                                    account.held++;
                                }
                            });
            // left over from an earlier process: the next drain takes it up
            case DeliveryState.Sending _ -> account.held++;
            case DeliveryState.Sms _, DeliveryState.Over _ -> {}
        }
    }

    /// Whether the attempt was begun by this process, if its message is small.
    private boolean mayBeOurs(DeliveryState.Sending sending) {
        return sending.leaseAtMs() - policy.attemptLeaseMs() >= startedMs;
    }

    private boolean isOurs(Message message, DeliveryState.Sending sending) {
        return sending.leaseAtMs() - policy.leaseMs(message) >= startedMs;
    }

    /// Whether the parts in flight were handed over by this process.
    boolean isOurs(DeliveryState.Sms sms) {
        return sms.patienceAtMs() - policy.unknownWaitMs() >= startedMs;
    }

    /// The store may show what it did not show before.
    void forgetAll() {
        for (Account account : cached.values()) {
            account.remember();
            account.forget();
        }
        mailboxes.doubt();
    }

    /// Users with messages in flight move to the end of the row instead.
    private void makeRoom(Recency row, Account newcomer) {
        for (int i = 0; i < EVICTION_TRIES && row.size() > row.capacity; i++) {
            Account eldest = row.first();
            if (eldest == null || eldest == newcomer) {
                return;
            }
            if (eldest.isIdle()) {
                leave(row, eldest);
            } else {
                row.moveToEnd(eldest);
            }
        }
    }

    private void leave(Recency row, Account account) {
        row.remove(account);
        cached.remove(account.address);
        // of one that was not read and has nothing new, the note is there still
        if (account.mayHaveStored() && account.stored != Mailboxes.UNKNOWN) {
            mailboxes.note(account.address, Math.max(1, account.stored));
        }
        long trace = account.address.spread();
        traces[(int) trace & traces.length - 1] = trace;
    }

    private boolean hasJustLeft(UserAddress address) {
        long trace = address.spread();
        return traces[(int) trace & traces.length - 1] == trace;
    }
}
