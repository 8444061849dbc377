package org.fivegmc.maap.content.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.fivegmc.maap.content.store.FileId;
import org.fivegmc.maap.content.store.FileStore;
import org.fivegmc.maap.content.store.Quotas;
import org.fivegmc.maap.content.store.StoreLimits;
import org.junit.jupiter.api.Test;

/// What is counted while a list is read.
class BucketCountTest {
    private final Quotas quotas = new Quotas(new StoreLimits(1 << 30, 1 << 30, 0));
    private final BucketCount count = new BucketCount(quotas);

    private static BucketKey key(int n) {
        return new BucketKey(
                FileId.of(new byte[] {(byte) n, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                1_000,
                BucketKey.account("somebody"),
                false);
    }

    /// As a draft that came to its end.
    private void draft(int n) {
        quotas.found(key(n).account(), 10);
    }

    private void usageIs(int files) {
        assertThat(quotas.usage())
                .isEqualTo(new FileStore.Usage(files, files * (10 + Quotas.OVERHEAD)));
    }

    @Test
    void aFileThatAppearsMeanwhileCountsOnce() {
        draft(1);
        draft(2);
        count.publishing(key(1));
        count.begin();
        count.publishing(key(2));
        count.listed(key(1), 10);
        count.published(key(1), 10);
        count.published(key(2), 10);
        count.listed(key(2), 10);
        count.listed(key(3), 10);
        count.end();
        usageIs(3);
        count.begin();
        for (int i = 1; i <= 3; i++) {
            count.listed(key(i), 10);
        }
        count.end();
        usageIs(3);
    }

    @Test
    void aListThatBreaksOffChangesNothing() {
        draft(1);
        count.publishing(key(1));
        count.published(key(1), 10);
        count.begin();
        count.listed(key(2), 10);
        count.abandon();
        usageIs(1);
        count.begin();
        count.end();
        usageIs(0);
    }

    /// Another node has put it there since the last list.
    @Test
    void deletingWhatWasNeverCountedTakesNothing() {
        count.gone(key(1), 10);
        usageIs(0);
    }
}
