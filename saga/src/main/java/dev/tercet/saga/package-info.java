/**
 * The vocabulary of Tercet, the states of an extraction and every port to the outside. Pure Java:
 * no store, no framework, no clock of its own.
 *
 * <p>The invariants that every adapter, step and repair keeps (tests name them):
 *
 * <ul>
 *   <li><b>S1 Postgres decides.</b> Redis and Qdrant may lose everything at any moment and are
 *       rebuilt from Postgres.
 *   <li><b>S2 Accepted is kept.</b> After 202 an extraction ends {@code done}, {@code failed},
 *       {@code cancelled} or {@code superseded}, or is deleted on request. It never disappears and
 *       never stays silent.
 *   <li><b>S3 One winner.</b> Every update names the status, epoch and session it expects. Zero
 *       rows is a normal outcome. A lower epoch never overwrites a higher one.
 *   <li><b>S4 Write last, read first.</b> The record is written after the thing recorded; reads
 *       start in Postgres.
 *   <li><b>S5 Every step may run twice.</b> Below the extraction's id everything is derived, never
 *       drawn.
 *   <li><b>S6 Never pay twice.</b> A model's answer is durable before anything is done with it, and
 *       a valid answer that exists is used. At most one extra call per death, unknown outcome or
 *       missed deadline.
 *   <li><b>S7 Everything has a limit</b>: bodies, batches, queues, pages, retries, waits,
 *       concurrency.
 *   <li><b>S8 No lock and no transaction across a call to something else</b>, but for the two
 *       advisory locks on which no correctness rests.
 *   <li><b>S9 Every change of status leaves one audit row</b>, written in the same transaction.
 *   <li><b>S10 Recovery is idempotent.</b> A second run right after a clean one plans nothing.
 *   <li><b>S11 Deletion wins.</b> Nothing that was deleted comes back, whichever worker wakes up
 *       late.
 *   <li><b>S12 The old version stays until the new one is whole.</b> No moment without an answer.
 * </ul>
 */
@NullMarked
package dev.tercet.saga;

import org.jspecify.annotations.NullMarked;
