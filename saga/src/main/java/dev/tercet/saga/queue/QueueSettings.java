package dev.tercet.saga.queue;

import java.util.Map;
import java.util.Set;

/** Pause and weights of all queues: every one has a weight from 1 to 100. */
public record QueueSettings(Map<QueueName, Integer> weights, Set<QueueName> paused) {}
