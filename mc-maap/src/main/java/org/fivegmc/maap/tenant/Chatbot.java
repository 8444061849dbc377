package org.fivegmc.maap.tenant;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.Msisdn;

/// A chatbot of a provider.
///
/// @param csp id of the provider
/// @param customer for whom the provider runs it; a word for people, may be empty
/// @param callback what the paths of its webhook are appended to; without one it is told nothing
/// @param testers whom it may write to while it is in [State#DEBUG]
/// @param proven whether its webhook has shown that it is its own, or need not
/// @param traffic how urgent its messages may be
public record Chatbot(
        ChatbotAddress address,
        String csp,
        String customer,
        Dialect dialect,
        ChatbotKeys keys,
        Optional<URI> callback,
        State state,
        List<Msisdn> testers,
        Quota quota,
        Profile profile,
        boolean proven,
        Traffic traffic) {

    private static final int TESTERS_MAX = 100;
    private static final int CUSTOMER_MAX = 200;
    private static final int URI_MAX = 512;

    /// What it may do. The order is that of the status in directories: 0, 1, 2.
    public enum State {
        NORMAL,
        /// Only testers get its messages.
        DEBUG,
        /// It sends nothing; what users write to it waits.
        PAUSED
    }

    public Chatbot {
        testers = List.copyOf(testers);
        if (customer.length() > CUSTOMER_MAX) {
            throw new TenantFault("customer: at most " + CUSTOMER_MAX + " characters");
        }
        if (testers.size() > TESTERS_MAX) {
            throw new TenantFault("testers: at most " + TESTERS_MAX + " numbers");
        }
        callback.ifPresent(Chatbot::check);
    }

    /// Without limits and without anything said about it.
    public Chatbot(
            ChatbotAddress address,
            String csp,
            String customer,
            Dialect dialect,
            ChatbotKeys keys,
            Optional<URI> callback,
            State state,
            List<Msisdn> testers) {
        this(
                address,
                csp,
                customer,
                dialect,
                keys,
                callback,
                state,
                testers,
                Quota.NONE,
                Profile.EMPTY,
                true,
                Traffic.PLAIN);
    }

    private static void check(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new TenantFault("callback: an http or https URL with a host and no password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new TenantFault("callback: paths are appended to it, so it has no query");
        }
        if (uri.toString().length() > URI_MAX) {
            throw new TenantFault("callback: at most " + URI_MAX + " characters");
        }
    }

    public boolean mayWriteTo(Msisdn number) {
        return state == State.NORMAL || state == State.DEBUG && testers.contains(number);
    }

    /// The digits its SMS come from and are answered to: its SMS number, else its address as far as
    /// that is digits. Empty for none.
    public Optional<String> code() {
        String uri = address.uri();
        String own = profile.smsNumber().strip();
        String digits = own.isEmpty() ? uri.substring(uri.indexOf(':') + 1, uri.indexOf('@')) : own;
        if (digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        return digits.matches("[0-9]{3,20}") ? Optional.of(digits) : Optional.empty();
    }

    /// Whether it can be told anything now.
    public boolean listens() {
        return callback.isPresent() && proven && state != State.PAUSED;
    }

    public Chatbot withState(State other) {
        return with(other, quota, profile, proven);
    }

    public Chatbot withQuota(Quota other) {
        return with(state, other, profile, proven);
    }

    public Chatbot withProfile(Profile other) {
        return with(state, quota, other, proven);
    }

    public Chatbot withProven(boolean other) {
        return with(state, quota, profile, other);
    }

    public Chatbot withTraffic(Traffic other) {
        return new Chatbot(
                address, csp, customer, dialect, keys, callback, state, testers, quota, profile,
                proven, other);
    }

    private Chatbot with(
            State otherState, Quota otherQuota, Profile otherProfile, boolean otherProven) {
        return new Chatbot(
                address,
                csp,
                customer,
                dialect,
                keys,
                callback,
                otherState,
                testers,
                otherQuota,
                otherProfile,
                otherProven,
                traffic);
    }
}
