package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.event.TrailEvent;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.core.route.Recipient;
import org.fivegmc.core.subscriber.Binding;
import org.fivegmc.core.subscriber.Capabilities;
import org.fivegmc.core.subscriber.Credentials;
import org.fivegmc.core.subscriber.DeviceId;
import org.fivegmc.core.subscriber.RegistrationResult;
import org.fivegmc.core.subscriber.RegistrationUpdate.Change;
import org.fivegmc.core.subscriber.RegistrationUpdate;
import org.fivegmc.core.subscriber.Subscriber;

/// Keeps users and their devices. Confined to the writer's thread.
final class RegistrationDesk {

    private final ShardWriter writer;
    private final Accounts accounts;

    RegistrationDesk(ShardWriter writer, Accounts accounts) {
        this.writer = writer;
        this.accounts = accounts;
    }

    void update(RegistrationUpdate update, Consumer<RegistrationResult> reply) {
        RegistrationResult result = apply(update);
        writer.afterCommit(() -> reply.accept(result));
    }

    private RegistrationResult apply(RegistrationUpdate update) {
        // what waits is read when it is sent
        Account account = accounts.withoutInbox(update.user());
        Subscriber subscriber;
        switch (account.recipient) {
            case Recipient.Known(var known) -> subscriber = known;
            case Recipient.Stranger() -> {
                if (!update.mayCreate()) {
                    return new RegistrationResult.UnknownUser();
                }
                subscriber = Subscriber.discovered(update.user());
            }
        }
        List<Binding> live = subscriber.live(writer.nowMs());
        List<Binding> next =
                switch (update.change()) {
                    case Change.Bind(var devices) -> merged(live, devices);
                    case Change.Unbind(var devices) -> without(live, devices, update);
                    case Change.Exchange(var gone, var devices) ->
                            merged(without(live, gone, update), devices);
                    case Change.UnbindAll() -> outside(live, update);
                    case Change.Replace(var devices) ->
                            merged(outside(live, update), devices.apply(live));
                    case Change.Fetch() -> live;
                };
        if (update.change() instanceof Change.Fetch) {
            return new RegistrationResult.Registered(live);
        }
        if (comesLate(update, live, next)) {
            return new RegistrationResult.OutOfOrder();
        }
        next = withRoom(next, update, writer.config.maxBindingsPerUser());
        if (next.size() > writer.config.maxBindingsPerUser()) {
            return new RegistrationResult.TooManyBindings(writer.config.maxBindingsPerUser());
        }
        store(account, subscriber, next);
        if (!next.isEmpty()) {
            account.wakeAll();
            writer.heardOf(account.address);
        }
        writer.tell(new TrailEvent.RegistrationChanged(update.user(), next.size(), writer.nowMs()));
        return new RegistrationResult.Registered(next);
    }

    /// Whether a binding that would change or go is of a newer REGISTER.
    private static boolean comesLate(
            RegistrationUpdate update, List<Binding> live, List<Binding> next) {
        for (int i = 0; i < live.size(); i++) {
            Binding binding = live.get(i);
            if (update.order().isLate(binding.order()) && !next.contains(binding)) {
                return true;
            }
        }
        return false;
    }

    private static List<Binding> without(
            List<Binding> live, List<DeviceId> gone, RegistrationUpdate update) {
        return live.stream()
                .filter(b -> !gone.contains(b.device()) || !update.covers().test(b))
                .toList();
    }

    private static List<Binding> outside(List<Binding> live, RegistrationUpdate update) {
        return live.stream().filter(b -> !update.covers().test(b)).toList();
    }

    /// Without the oldest bindings that may go, as far as needed and possible. The new ones are
    /// last in the list.
    private static List<Binding> withRoom(
            List<Binding> bindings, RegistrationUpdate update, int limit) {
        List<Binding> coming =
                switch (update.change()) {
                    case Change.Bind(var devices) -> devices;
                    case Change.Exchange(_, var devices) -> devices;
                    default -> List.of();
                };
        if (bindings.size() <= limit || coming.isEmpty()) {
            return bindings;
        }
        List<Binding> going =
                bindings.stream()
                        .filter(b ->
                                !coming.contains(b)
                                        && update.covers().test(b)
                                        && update.makesRoom().test(b))
                        .sorted(Comparator.comparingLong(Binding::registeredAtMs))
                        .limit(bindings.size() - limit)
                        .toList();
        return bindings.stream().filter(b -> !going.contains(b)).toList();
    }

    private static List<Binding> merged(List<Binding> before, List<Binding> changed) {
        var all = new ArrayList<Binding>(before.size() + changed.size());
        for (Binding binding : before) {
            if (changed.stream().noneMatch(c -> c.device().equals(binding.device()))) {
                all.add(binding);
            }
        }
        all.addAll(changed);
        return all;
    }

    private void store(Account account, Subscriber subscriber, List<Binding> bindings) {
        Capabilities capabilities =
                bindings.isEmpty()
                        ? subscriber.lastCapabilities()
                        : bindings.stream()
                                .map(Binding::capabilities)
                                .reduce(Capabilities.NONE, Capabilities::union);
        replace(account, subscriber.withBindings(bindings, capabilities, writer.nowMs()));
    }

    private void replace(Account account, Subscriber changed) {
        writer.touch(account);
        account.recipient = new Recipient.Known(changed);
        writer.change().putSubscriber(changed);
    }

    /// The device's registration turned out to be dead.
    void drop(Account account, DeviceId device) {
        if (account.recipient instanceof Recipient.Known(var subscriber)) {
            List<Binding> rest =
                    subscriber.live(writer.nowMs()).stream()
                            .filter(b -> !b.device().equals(device))
                            .toList();
            store(account, subscriber, rest);
            writer.tell(
                    new TrailEvent.RegistrationChanged(
                            account.address, rest.size(), writer.nowMs()));
        }
    }

    /// The device has refused what it was thought to take: until it registers anew, it is not asked
    /// for that again.
    ///
    /// @param lacks capabilities
    void refute(Account account, DeviceId device, long lacks) {
        if (!(account.recipient instanceof Recipient.Known(var subscriber))) {
            return;
        }
        List<Binding> live = subscriber.live(writer.nowMs());
        boolean news =
                live.stream()
                        .anyMatch(b -> b.device().equals(device) && b.capabilities().has(lacks));
        if (news) {
            store(
                    account,
                    subscriber,
                    live.stream()
                            .map(b ->
                                    b.device().equals(device)
                                            ? b.withCapabilities(
                                                    b.capabilities().without(lacks, writer.nowMs()))
                                            : b)
                            .toList());
        }
    }

    /// Makes or changes a user by hand.
    void provision(UserAddress user, boolean rcs, Credentials credentials) {
        Account account = accounts.get(user);
        Subscriber changed =
                account.recipient instanceof Recipient.Known(var known)
                        ? known.withAccount(rcs, credentials)
                        : Subscriber.provisioned(user, rcs, credentials);
        replace(account, changed);
        account.wakeAll();
        writer.heardOf(account.address);
    }

    void chatbotChanged(ChatbotAddress chatbot) {
        Account account = accounts.withoutInbox(chatbot);
        account.recipient = accounts.recipient(chatbot);
        account.wakeAll();
        writer.heardOf(chatbot);
    }

    /// @return whether there was such a user; stored messages stay and take the way a stranger's
    ///   would
    boolean remove(UserAddress user) {
        Account account = accounts.get(user);
        if (!(account.recipient instanceof Recipient.Known)) {
            return false;
        }
        writer.touch(account);
        account.recipient = Recipient.STRANGER;
        writer.change().removeSubscriber(user);
        account.wakeAll();
        writer.heardOf(account.address);
        return true;
    }
}
