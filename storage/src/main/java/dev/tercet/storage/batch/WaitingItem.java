package dev.tercet.storage.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An item on its way and the caller who waits for it.
 *
 * @param until when the caller's patience is over, on the group commit's clock
 */
record WaitingItem<I, O>(I item, long until, CompletableFuture<O> result) {

  boolean isOverAt(long moment) {
    return moment - until >= 0;
  }

  /** Gives {@code failure} to those whose patience is over at that moment; returns the others. */
  static <I, O> List<WaitingItem<I, O>> stillPatient(
      List<WaitingItem<I, O>> all, long moment, RuntimeException failure) {
    List<WaitingItem<I, O>> patient = new ArrayList<>(all.size());
    for (WaitingItem<I, O> each : all) {
      if (each.isOverAt(moment)) {
        each.result().completeExceptionally(failure);
      } else {
        patient.add(each);
      }
    }
    return patient;
  }
}
