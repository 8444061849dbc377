package org.fivegmc.maap.content.store.s3;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.fivegmc.maap.content.store.Quotas;

/// What of the quotas is in the bucket. Every list of the bucket tells it exactly, files of other
/// nodes included; between two lists only what this node does is counted.
///
/// A file that this node publishes while a list is read may be in it or not; it is left out of the
/// list and counted by itself. Thread-safe.
final class BucketCount {
    /// Files and octets of an account.
    private record Has(long files, long octets) {
        Has plus(long moreFiles, long moreOctets) {
            return new Has(Math.max(0, files + moreFiles), Math.max(0, octets + moreOctets));
        }
    }

    private static final Has NOTHING = new Has(0, 0);

    private final Quotas quotas;
    private Map<String, Has> accounts = new HashMap<>();
    private final Map<String, Has> tally = new HashMap<>();
    private final Map<String, Has> ours = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> untold = new HashSet<>();
    private boolean listing;

    BucketCount(Quotas quotas) {
        this.quotas = quotas;
    }

    /// A list begins.
    synchronized void begin() {
        abandon();
        untold.addAll(underWay);
        listing = true;
    }

    /// The list has this object.
    synchronized void listed(BucketKey key, long octets) {
        if (!untold.contains(key.text())) {
            tally.merge(key.account(), new Has(1, octets), (had, one) -> had.plus(1, octets));
        }
    }

    /// The list has come to its end: it holds.
    synchronized void end() {
        ours.forEach((account, has) -> add(tally, account, has.files(), has.octets()));
        var all = new HashSet<>(accounts.keySet());
        all.addAll(tally.keySet());
        for (String account : all) {
            Has had = accounts.getOrDefault(account, NOTHING);
            Has has = tally.getOrDefault(account, NOTHING);
            quotas.correct(account, has.files() - had.files(), has.octets() - had.octets());
        }
        accounts = new HashMap<>(tally);
        abandon();
    }

    /// The list broke off, or was used: what was counted before holds.
    synchronized void abandon() {
        listing = false;
        tally.clear();
        ours.clear();
        untold.clear();
    }

    /// An object is about to appear.
    synchronized void publishing(BucketKey key) {
        underWay.add(key.text());
        if (listing) {
            untold.add(key.text());
        }
    }

    /// It has appeared: what was counted as a draft is counted here from now on.
    synchronized void published(BucketKey key, long octets) {
        underWay.remove(key.text());
        add(accounts, key.account(), 1, octets);
        if (listing) {
            add(ours, key.account(), 1, octets);
        }
    }

    /// Nobody knows whether it has.
    synchronized void unpublished(BucketKey key) {
        underWay.remove(key.text());
    }

    /// An object is gone. It may have been counted or not, if another node has put it there.
    synchronized void gone(BucketKey key, long octets) {
        Has had = accounts.getOrDefault(key.account(), NOTHING);
        add(accounts, key.account(), -1, -octets);
        Has has = accounts.getOrDefault(key.account(), NOTHING);
        quotas.correct(key.account(), has.files() - had.files(), has.octets() - had.octets());
    }

    private static void add(Map<String, Has> to, String account, long files, long octets) {
        Has has = to.getOrDefault(account, NOTHING).plus(files, octets);
        if (has.files() == 0) {
            to.remove(account);
        } else {
            to.put(account, has);
        }
    }
}
