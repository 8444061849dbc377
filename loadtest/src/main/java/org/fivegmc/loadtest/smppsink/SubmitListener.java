package org.fivegmc.loadtest.smppsink;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/// Takes submit_sm of one account and nothing else. Threads: any.
final class SubmitListener implements ServerMessageReceiverListener {
    private static final OptionalParameter[] NONE = new OptionalParameter[0];
    private static final int RECEIPT_BITS = 0x03;
    private static final int ON_SUCCESS_TOO = 0x01;

    /// What was submitted, over all accounts.
    static final class Submits {
        private final AtomicLong ids = new AtomicLong(1_000_000_000);
        private final LongAdder accepted = new LongAdder();
        private final LongAdder refused = new LongAdder();
        private final LongAdder receipts = new LongAdder();

        long accepted() {
            return accepted.sum();
        }

        /// Because too many receipts are owed.
        long refused() {
            return refused.sum();
        }

        /// Those of the accepted that asked for a receipt.
        long receipts() {
            return receipts.sum();
        }
    }

    private final String account;
    private final SinkOptions options;
    private final Submits submits;
    private final Receipts receipts;

    SubmitListener(String account, SinkOptions options, Submits submits, Receipts receipts) {
        this.account = account;
        this.options = options;
        this.submits = submits;
        this.receipts = receipts;
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm submit, SMPPServerSession session)
            throws ProcessRequestException {
        long id = submits.ids.incrementAndGet();
        if ((submit.getRegisteredDelivery() & RECEIPT_BITS) == ON_SUCCESS_TOO) {
            if (!receipts.add(Receipt.of(id, account, submit, due()))) {
                submits.refused.increment();
                throw new ProcessRequestException(
                        "too many receipts are owed", SMPPConstant.STAT_ESME_RMSGQFUL);
            }
            submits.receipts.increment();
        }
        submits.accepted.increment();
        try {
            return new SubmitSmResult(new MessageId(Receipt.messageId(id)), NONE);
        } catch (PDUStringException fault) {
            throw new ProcessRequestException("message id", SMPPConstant.STAT_ESME_RSYSERR, fault);
        }
    }

    private long due() {
        int millis =
                ThreadLocalRandom.current().nextInt(options.leastDelay(), options.mostDelay() + 1);
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static ProcessRequestException unsupported() {
        return new ProcessRequestException("not taken", SMPPConstant.STAT_ESME_RINVCMDID);
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelSm(CancelSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm request, SMPPServerSession session)
            throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(
            QueryBroadcastSm request, SMPPServerSession session) throws ProcessRequestException {
        throw unsupported();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm request, Session session)
            throws ProcessRequestException {
        throw unsupported();
    }
}
