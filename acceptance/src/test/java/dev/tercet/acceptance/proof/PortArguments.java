package dev.tercet.acceptance.proof;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Point;
import dev.tercet.saga.Stage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.ExtractionStore.Due;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.RemovalStore.Removal;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Publication;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What stands in the arguments of a port's calls. */
final class PortArguments {
  private PortArguments() {}

  static boolean record(PassageStore passages, Object[] arguments) {
    return passages.record(
        (Claim) arguments[0],
        passages(arguments[1]),
        (Stage) arguments[2],
        (Extraction.PassageCount) arguments[3]);
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static List<Point> points(Object argument) {
    return (List<Point>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static List<Due> dues(Object argument) {
    return (List<Due>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static List<Publication> publications(Object argument) {
    return (List<Publication>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static List<Passage> passages(Object argument) {
    return (List<Passage>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static Collection<UUID> ids(Object argument) {
    return (Collection<UUID>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static Collection<Hint> hints(Object argument) {
    return (Collection<Hint>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static Collection<Removal> removals(Object argument) {
    return (Collection<Removal>) argument;
  }

  @SuppressWarnings("unchecked") // the port says what the argument is
  static Collection<Fingerprint> fingerprints(Object argument) {
    return (Collection<Fingerprint>) argument;
  }
}
