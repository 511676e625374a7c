package dev.tercet.storage.redis;

import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.EnumSet;
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
 * (docs/protocol.md §8). What no group has reached yet is looked for in turns, all of it after the
 * server's incarnation has changed.
 */
final class MessageDoubts {
  private final int mostAhead;

  /** By queue the server's incarnation since which nothing was found lost there. */
  private final Map<QueueName, String> seen = new ConcurrentHashMap<>();

  /** The last row whose message ahead of its group was looked for; null at the end of a turn. */
  private @Nullable UUID turn;

  /**
   * @param mostAhead messages ahead of their groups that one pass looks for in turn, and as many
   *     out of turn, of streams it knows
   */
  MessageDoubts(int mostAhead) {
    this.mostAhead = mostAhead;
  }

  /**
   * A pass over rows that are read after this.
   *
   * @param requeueAfter how far claims may go beyond a message before it is looked for out of turn
   * @param all looks for every message, and leaves the turns alone
   */
  synchronized Pass begin(
      List<StreamHead> heads,
      Map<QueueName, ClaimedSoFar> claimed,
      Duration requeueAfter,
      boolean all) {
    return new Pass(
        heads.stream().collect(Collectors.toMap(StreamHead::queue, Function.identity())),
        claimed,
        requeueAfter,
        all,
        turn);
  }

  private synchronized void turned(@Nullable UUID last) {
    turn = last;
  }

  /** One pass over the rows. */
  final class Pass implements MessageSearch {
    private final Map<QueueName, StreamHead> heads;
    private final Map<QueueName, ClaimedSoFar> claimed;
    private final Duration requeueAfter;
    private final boolean all;
    private final @Nullable UUID from;
    private final Set<QueueName> losing = EnumSet.noneOf(QueueName.class);
    private int ahead;
    private int behind;
    private @Nullable UUID last;

    private Pass(
        Map<QueueName, StreamHead> heads,
        Map<QueueName, ClaimedSoFar> claimed,
        Duration requeueAfter,
        boolean all,
        @Nullable UUID from) {
      this.heads = heads;
      this.claimed = claimed;
      this.requeueAfter = requeueAfter;
      this.all = all;
      this.from = from;
    }

    /** Whether it was begun there. */
    boolean isOf(MessageDoubts owner) {
      return owner == MessageDoubts.this;
    }

    /** Whether the row's message is to be looked for. */
    boolean isDoubtful(Publication message) {
      StreamHead head = heads.get(message.queue());
      if (all
          || head == null
          || head.lastGenerated() == null
          || head.oldest() == null
          || !head.runId().equals(seen.get(message.queue()))) {
        return true;
      }
      return !message.marker().equals(head.marker())
          || StreamId.compare(message.position().text(), head.oldest()) < 0
          || StreamId.compare(message.position().text(), head.lastGenerated()) > 0
          || isPassed(message)
          || isLeftBehind(message)
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

    /**
     * Whether claims of much later messages have gone past it. Only a reason to look: rows are
     * claimed by other messages than they name, too, and what stands ahead of its group will be
     * delivered.
     */
    private boolean isLeftBehind(Publication message) {
      ClaimedSoFar newest = claimed.get(message.queue());
      if (behind >= mostAhead
          || newest == null
          || !newest.marker().equals(message.marker())
          || millis(newest.newest()) - millis(message.position()) <= requeueAfter.toMillis()) {
        return false;
      }
      behind++;
      return true;
    }

    private static long millis(Position position) {
      return StreamId.millis(position.text());
    }

    /** Whether its group has gone past it. */
    boolean isPassed(Publication message) {
      StreamHead head = heads.get(message.queue());
      return head != null
          && head.lastDelivered() != null
          && StreamId.compare(message.position().text(), head.lastDelivered()) <= 0;
    }

    @Override
    public void confirm(LostMessage lost) {
      losing.add(lost.publication().queue());
    }

    /** A stream is known that has lost nothing, and the next turn is due. */
    @Override
    public void end() {
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
