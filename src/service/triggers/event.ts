// The CloudEvents 1.0 event of a firing, as JSON. It holds measured numbers, no record and no
// value. Its text is stored, so every attempt sends the same bytes.

/** A model that the event is about. */
export interface EventModel {
  /** The name of the variant, if several serve. */
  readonly variant?: string;
  readonly name: string;
  readonly version: string;
}

/** What is particular to an event. */
export interface EventContent {
  readonly id: string;
  readonly source: string;
  readonly trigger: string;
  readonly condition: "drift" | "errors" | "schedule";
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly models: readonly EventModel[];
  /** Numbers by name. */
  readonly measured: object;
}

/** The media type of an event. */
export const EVENT_TYPE = "application/cloudevents+json; charset=utf-8";

/** Returns the JSON of an event. */
export function writeEvent({ id, source, trigger, condition, time, models, measured }: EventContent): string {
  return JSON.stringify({
    specversion: "1.0",
    id,
    source,
    type: `supportvector.trigger.${condition}`,
    subject: trigger,
    time: new Date(time).toISOString(),
    datacontenttype: "application/json",
    data: { trigger, models, measured },
  });
}
