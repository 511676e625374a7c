package dev.tercet.acceptance.proof.world;

import dev.tercet.saga.SagaTransitions;
import dev.tercet.testkit.fault.Replaced;
import dev.tercet.testkit.memory.table.Transitions;
import java.time.InstantSource;

/** A world in which one rule of the protocol is broken; by default none is. */
public interface Mutant {
  /** The world as it should be. */
  Mutant NONE = new Mutant() {};

  /** A process that uses one method of one port in another way. */
  static <P> Mutant ofProcess(Class<P> which, String method, Replaced.Act<P> act) {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return Replaced.in(port, outside, which, method, act);
      }
    };
  }

  /** A process in which both rules are broken. */
  static Mutant bothInProcess(Mutant inner, Mutant outer) {
    return new Mutant() {
      @Override
      public <T> T inProcess(World world, Class<T> port, T outside) {
        return outer.inProcess(world, port, inner.inProcess(world, port, outside));
      }
    };
  }

  /** A store of which one method does something else. */
  static <P> Mutant ofStore(Class<P> which, String method, Replaced.Act<P> act) {
    return new Mutant() {
      @Override
      public <T> T inStore(World world, Class<T> port, T store) {
        return Replaced.in(port, store, which, method, act);
      }
    };
  }

  /** The port as the code of a process uses it: each call that this makes may be struck. */
  default <T> T inProcess(World world, Class<T> port, T outside) {
    return outside;
  }

  /** The port as the store offers it: what this does is one act of the store. */
  default <T> T inStore(World world, Class<T> port, T store) {
    return store;
  }

  /** By what a process measures, whose machine shows {@code wall}. */
  default InstantSource steady(InstantSource steady, InstantSource wall) {
    return steady;
  }

  /** The rules by which the ledger moves. */
  default Transitions transitions() {
    return SagaTransitions::apply;
  }
}
