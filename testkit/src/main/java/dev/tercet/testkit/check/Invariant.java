package dev.tercet.testkit.check;

import java.util.stream.Stream;

/** One thing that must hold of what stands in the stores. */
@FunctionalInterface
interface Invariant {
  Stream<Violation> check(Snapshot snapshot);
}
