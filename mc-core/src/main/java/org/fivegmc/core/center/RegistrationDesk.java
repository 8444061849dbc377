package org.fivegmc.core.center;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.fivegmc.core.event.TrailEvent;
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
        Account account = accounts.get(update.user());
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
        if (comesLate(update, live)) {
            return new RegistrationResult.OutOfOrder();
        }
        List<Binding> next =
                switch (update.change()) {
                    case Change.Bind(var devices) -> merged(live, devices);
                    case Change.Unbind(var devices) -> without(live, devices);
                    case Change.Exchange(var gone, var devices) ->
                            merged(without(live, gone), devices);
                    case Change.UnbindAll() -> List.of();
                    case Change.Replace(var devices) -> List.copyOf(devices.apply(live));
                    case Change.Fetch() -> live;
                };
        if (update.change() instanceof Change.Fetch) {
            return new RegistrationResult.Registered(live);
        }
        if (next.size() > writer.config.maxBindingsPerUser()) {
            return new RegistrationResult.TooManyBindings(writer.config.maxBindingsPerUser());
        }
        store(account, subscriber, next);
        if (!next.isEmpty()) {
            account.wakeAll();
            writer.drainNextTurn(account.address);
        }
        writer.tell(new TrailEvent.RegistrationChanged(update.user(), next.size(), writer.nowMs()));
        return new RegistrationResult.Registered(next);
    }

    private static boolean comesLate(RegistrationUpdate update, List<Binding> live) {
        for (int i = 0; i < live.size(); i++) {
            Binding binding = live.get(i);
            if (update.order().isLate(binding.order())
                    && update.change().concerns(binding.device())) {
                return true;
            }
        }
        return false;
    }

    private static List<Binding> without(List<Binding> live, List<DeviceId> gone) {
        return live.stream().filter(b -> !gone.contains(b.device())).toList();
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

    /// Makes or changes a user by hand.
    void provision(UserAddress user, boolean rcs, Credentials credentials) {
        Account account = accounts.get(user);
        Subscriber changed =
                account.recipient instanceof Recipient.Known(var known)
                        ? known.withAccount(rcs, credentials)
                        : Subscriber.provisioned(user, rcs, credentials);
        replace(account, changed);
        account.wakeAll();
        writer.drainNextTurn(account.address);
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
        writer.drainNextTurn(account.address);
        return true;
    }
}
