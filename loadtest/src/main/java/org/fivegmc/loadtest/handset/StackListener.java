package org.fivegmc.loadtest.handset;

import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.message.MessageFactory;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/// What JAIN-SIP tells, turned into requests for the handset and answers for who waits. Dialogs are
/// made here for INVITEs that come and acknowledged here for those that went, so that a 2xx is
/// never without its ACK. All on the stack's thread.
final class StackListener implements SipListener {
    private final SipProvider provider;
    private final MessageFactory messages;
    private final Consumer<Incoming> handler;

    StackListener(SipProvider provider, MessageFactory messages, Consumer<Incoming> handler) {
        this.provider = provider;
        this.messages = messages;
        this.handler = handler;
    }

    @Override
    public void processRequest(RequestEvent event) {
        Request request = event.getRequest();
        try {
            if (request.getMethod().equals(Request.ACK)) {
                handler.accept(new Incoming(messages, request, null, event.getDialog()));
                return;
            }
            ServerTransaction transaction = event.getServerTransaction();
            if (transaction == null) {
                transaction = provider.getNewServerTransaction(request);
            }
            Dialog dialog = event.getDialog();
            if (dialog == null && request.getMethod().equals(Request.INVITE)) {
                dialog = provider.getNewDialog(transaction);
            }
            handler.accept(new Incoming(messages, request, transaction, dialog));
        } catch (SipException _) {
            // A retransmission the stack is already busy with.
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        Response response = event.getResponse();
        int status = response.getStatusCode();
        ClientTransaction transaction = event.getClientTransaction();
        if (status < 200) {
            if (transaction != null && transaction.getApplicationData() instanceof Awaited who) {
                who.provisional().accept(status);
            }
            return;
        }
        Answer answer = Answer.of(response);
        if (status < 300
                && response.getHeader(CSeqHeader.NAME) instanceof CSeqHeader sequence
                && sequence.getMethod().equals(Request.INVITE)) {
            answer = acknowledged(event.getDialog(), sequence.getSeqNumber(), answer);
        }
        finish(transaction, answer);
    }

    private static Answer acknowledged(@Nullable Dialog dialog, long sequence, Answer answer) {
        if (dialog == null) {
            return Answer.none("no dialog for a 2xx");
        }
        try {
            dialog.sendAck(dialog.createAck(sequence));
            return answer;
        } catch (SipException | InvalidArgumentException impossible) {
            return Answer.none("no ACK: " + impossible.getMessage());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction()) {
            finish(event.getClientTransaction(), Answer.none("timeout"));
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        if (event.getSource() instanceof ClientTransaction transaction) {
            finish(transaction, Answer.none("transport"));
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        if (!event.isServerTransaction()) {
            finish(event.getClientTransaction(), Answer.none("transaction ended"));
        }
    }

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}

    private static void finish(ClientTransaction transaction, Answer answer) {
        if (transaction != null && transaction.getApplicationData() instanceof Awaited who) {
            who.last().complete(answer);
        }
    }
}
