package dev.tercet.saga.schedule;

/**
 * When something is done again and again.
 *
 * @param cron five fields: minute, hour, day of the month, month, day of the week
 * @param zone the name of the time zone that they are meant in, such as Europe/Berlin
 */
public record Recurrence(String cron, String zone) {}
