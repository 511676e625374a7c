package dev.tercet.recovery;

import dev.tercet.saga.EmbeddingId;
import dev.tercet.saga.JobQueue.Head;
import dev.tercet.saga.LedgerAudit.Claimed;
import dev.tercet.saga.LedgerAudit.QueuedRow;
import dev.tercet.saga.Publication;
import dev.tercet.saga.QueueName;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of queued rows are looked for, by how the streams looked before the rows were read
 * (PROTOCOL.md section 8). What no group has reached yet is looked for in turns, all of it after
 * the server's incarnation has changed.
 */
final class MessageDoubts {
  /** Most rows whose repeated publication is remembered. */
  private static final int REMEMBERED = 10_000;

  private static final int LONGEST_DOUBLING = 12;

  private final Duration requeueAfter;
  private final int mostAhead;

  /** By queue the server's incarnation since which nothing was found lost there. */
  private final Map<QueueName, String> seen = new ConcurrentHashMap<>();

  /** How often the net caught a row: each time it waits twice as long. */
  private final Map<UUID, Integer> caught =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The last row whose message ahead of its group was looked for; null at the end of a turn. */
  private @Nullable UUID turn;

  /**
   * @param requeueAfter how far claims may go beyond a message
   * @param mostAhead messages ahead of their groups that one pass looks for, of streams it knows
   */
  MessageDoubts(Duration requeueAfter, int mostAhead) {
    this.requeueAfter = requeueAfter;
    this.mostAhead = mostAhead;
  }

  /**
   * A pass over rows that are read after this.
   *
   * @param all looks for every message, and leaves the turns alone
   */
  synchronized Pass begin(List<Head> heads, Map<QueueName, Claimed> claimed, boolean all) {
    return new Pass(
        heads.stream().collect(Collectors.toMap(Head::queue, Function.identity())),
        claimed,
        all,
        turn);
  }

  private synchronized void turned(@Nullable UUID last) {
    turn = last;
  }

  private synchronized long patience(UUID extraction) {
    int times = Math.min(LONGEST_DOUBLING, caught.getOrDefault(extraction, 0));
    return requeueAfter.toMillis() << times;
  }

  private synchronized void caught(UUID extraction) {
    caught.merge(extraction, 1, Integer::sum);
  }

  /** One pass over the rows. */
  final class Pass {
    private final Map<QueueName, Head> heads;
    private final Map<QueueName, Claimed> claimed;
    private final boolean all;
    private final @Nullable UUID from;
    private final Set<QueueName> losing = EnumSet.noneOf(QueueName.class);
    private int ahead;
    private @Nullable UUID last;

    private Pass(
        Map<QueueName, Head> heads,
        Map<QueueName, Claimed> claimed,
        boolean all,
        @Nullable UUID from) {
      this.heads = heads;
      this.claimed = claimed;
      this.all = all;
      this.from = from;
    }

    /** Whether the row's message is to be looked for. */
    boolean isDoubtful(QueuedRow row) {
      Publication message = row.publication();
      Head head = heads.get(message.queue());
      if (all
          || head == null
          || head.lastGenerated() == null
          || head.oldest() == null
          || !head.runId().equals(seen.get(message.queue()))) {
        return true;
      }
      return !message.marker().equals(head.marker())
          || StreamId.compare(message.messageId(), head.oldest()) < 0
          || StreamId.compare(message.messageId(), head.lastGenerated()) > 0
          || isPassed(message)
          || isInTurn(message.hint().extraction());
    }

    /** Rows come by id, so that a turn is a stretch of them. */
    private boolean isInTurn(UUID extraction) {
      if (ahead >= mostAhead
          || (from != null && EmbeddingId.ORDER.compare(extraction, from) <= 0)) {
        return false;
      }
      ahead++;
      last = extraction;
      return true;
    }

    /** Whether its group, or claims of much later messages, have gone past it. */
    boolean isPassed(Publication message) {
      Head head = heads.get(message.queue());
      if (head == null) {
        return false;
      }
      return (head.lastDelivered() != null
              && StreamId.compare(message.messageId(), head.lastDelivered()) <= 0)
          || isLeftBehind(message);
    }

    private boolean isLeftBehind(Publication message) {
      Claimed newest = claimed.get(message.queue());
      return newest != null
          && newest.marker().equals(message.marker())
          && newest.millis() - StreamId.millis(message.messageId())
              > patience(message.hint().extraction());
    }

    /** That message is lost. */
    void lost(Publication message) {
      losing.add(message.queue());
      if (isLeftBehind(message)) {
        caught(message.hint().extraction());
      }
    }

    /** Every row was read: a stream is known that has lost nothing, and the next turn is due. */
    void end() {
      heads.forEach((queue, head) -> {
        if (!losing.contains(queue)) {
          seen.put(queue, head.runId());
        }
      });
      if (!all) {
        turned(ahead >= mostAhead ? last : null);
      }
    }
  }
}
