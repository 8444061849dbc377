package org.fivegmc.store.rocks;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.CompactionJobInfo;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;

/// Lets flushes and compactions give way to messages: on a busy processor they ran as long as the
/// shard writer, which a message waits for. Each of RocksDB's threads lowers its own priority when
/// it begins a job; Linux keeps one for each thread (setpriority(2), sched(7)).
///
/// [#NICENESS] still leaves them a tenth of what another thread gets, more than the 5 % that they
/// need at the highest rate measured. RocksDB's own switch goes to 19, which starves them: what is
/// not flushed in time stops the writer.
final class BackgroundPriority extends AbstractEventListener {

    static final int NICENESS = 10;

    private static final int PRIO_PROCESS = 0;
    private static final int CALLING_THREAD = 0;

    private static final @Nullable MethodHandle SET_PRIORITY = setPriority();

    BackgroundPriority() {
        super(EnabledEventCallback.ON_FLUSH_BEGIN, EnabledEventCallback.ON_COMPACTION_BEGIN);
    }

    @Override
    public void onFlushBegin(RocksDB database, FlushJobInfo job) {
        lower();
    }

    @Override
    public void onCompactionBegin(RocksDB database, CompactionJobInfo job) {
        lower();
    }

    /// A thread may always lower itself. Elsewhere than on Linux nothing is done: there it would be
    /// the whole process.
    private static void lower() {
        if (SET_PRIORITY == null) {
            return;
        }
        try {
            int refused = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICENESS);
            assert refused == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("restricted")
    private static @Nullable MethodHandle setPriority() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
            return null;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("setpriority")
                .map(symbol ->
                        linker.downcallHandle(
                                symbol,
                                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)))
                .orElse(null);
    }
}
