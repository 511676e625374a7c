package dev.tercet.testkit.fault;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.ExtractionStore.Unmarked;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.queue.ClaimedSoFar;
import dev.tercet.saga.queue.Delivery;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.LostMessage;
import dev.tercet.saga.queue.MessageSearch;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What stands in the arguments of a port's calls, for those who replace one. */
public final class PortArguments {
  private PortArguments() {}

  /** Records what the call was to record. */
  public static boolean record(PassageStore passages, Object[] arguments) {
    return passages.record(
        (Claim) arguments[0],
        madeWith(arguments[1]),
        passages(arguments[2]),
        (Stage) arguments[3],
        (Extraction.PassageCount) arguments[4]);
  }

  /** Begins the search that the call was to begin. */
  @SuppressWarnings("unchecked") // the port says what the arguments are
  public static MessageSearch search(JobQueue queue, Object[] arguments) {
    return queue.search(
        (Map<QueueName, ClaimedSoFar>) arguments[0],
        (Duration) arguments[1],
        (boolean) arguments[2]);
  }

  /** Finds what the call was to find. */
  public static List<LostMessage> lost(JobQueue queue, Object[] arguments) {
    return queue.lost((MessageSearch) arguments[0], publications(arguments[1]));
  }

  public static List<Point> points(Object argument) {
    return list(argument);
  }

  public static List<Due> dues(Object argument) {
    return list(argument);
  }

  public static List<Publication> publications(Object argument) {
    return list(argument);
  }

  public static List<Unmarked> unmarked(Object argument) {
    return list(argument);
  }

  public static List<Passage> passages(Object argument) {
    return list(argument);
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  private static Set<MadeWith> madeWith(Object argument) {
    return (Set<MadeWith>) argument;
  }

  public static Collection<UUID> ids(Object argument) {
    return collection(argument);
  }

  public static Collection<Hint> hints(Object argument) {
    return collection(argument);
  }

  public static Collection<Delivery> deliveries(Object argument) {
    return collection(argument);
  }

  public static Collection<Removal> removals(Object argument) {
    return collection(argument);
  }

  public static Collection<Fingerprint> fingerprints(Object argument) {
    return collection(argument);
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  private static <T> List<T> list(Object argument) {
    return (List<T>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  private static <T> Collection<T> collection(Object argument) {
    return (Collection<T>) argument;
  }
}
