// Sample articles, written for this page. The people and the events are made up.
// @ts-check

/** @typedef {{ kind: string, title: string, text: string }} Sample */

/** @type {Sample[]} */
export const samples = [
  {
    kind: "News agency",
    title: "A ferry line, a strike and unnamed officials",
    text: `Ferry talks break down as Greek crews extend strike

PIRAEUS, Greece — Talks to end a nine-day ferry strike broke down on Thursday, leaving some 14,000 travellers stranded on islands in the Aegean Sea and raising fears of shortages before the Easter holiday.

“We came with a fair offer and were answered with a slammed door,” said Eleni Vardakis, who leads the seamen’s union. “Our members sleep six to a cabin. They will not be told again to be patient.”

The shipowners’ association denied that it had left the table. Its chairman, Stavros Mavridis, said the union had asked for a raise of 19 percent, more than twice what crews in Italy received last year. “No company on this coast can pay that,” he told reporters outside the ministry in Athens. “They know it, and we know it.”

According to two people who attended the meeting, the talks had come close to a deal shortly before midnight. One of them, a senior ministry official who spoke on condition of anonymity because the negotiations were private, said that the owners had agreed to 9 percent, then withdrew the offer after a telephone call. A second official, who was not authorised to speak to the news media, disputed that account. “There was no offer, so there was nothing to withdraw,” the second official said.

The government has so far refused to order crews back to work. “Nobody wants to see soldiers on a gangway,” Labour Minister Danae Petrou said. She added that she would call both sides to a new round on Saturday.

On Naxos, where the strike has emptied the shelves of two supermarkets, patience was running out. “My brother asked me, ‘When does the milk come?’ and I had no answer,” said Yannis Kouros, a baker in the island’s main town. “I have flour until Sunday.

“After that,” he said, “I close.”

Ferries carried 18.6 million passengers to and from Greek ports last year, a rise of 4 percent over the year before, a report by the harbour authority showed. Tourism accounts for about a fifth of the country’s economy.

Analysts warned that a longer stoppage would hurt more than hotels. A strike of three weeks could cost exporters 200 million euros, Mirela Kovac, an economist at a bank in Zagreb, wrote in a note to clients. She believes that both sides will settle before the weekend.

Turkey, which runs ferries from Izmir to several of the islands, said it would put on two additional ships. Athens welcomed the step.`,
  },
  {
    kind: "Feature",
    title: "The woman who counts a vanishing lake",
    text: `The woman who counts what is left of the lake

By the time the sun reaches the reeds, Amina Djato has been in the water for an hour. She reads the pole, wipes her glasses, reads it again. “Forty-one,” she says, to nobody. Then she writes it down.

For 23 years Djato, a retired schoolteacher, has measured the level of a small inlet of Lake Chad, near the town of Bol. She began, she says, because a pupil asked her where the water had gone. “I told him that I would find out. I was forty. I thought it would take a summer.”

The lake, which once spread over 25,000 square kilometres at the meeting of Chad, Niger, Nigeria and Cameroon, had shrunk by some nine-tenths by the 1980s. What has happened since is harder to tell. Satellite images suggest that it has slowly grown; the fishermen laugh at that.

“They photograph the reeds and call it water,” says Issa Mahamat, who has mended nets on this shore since he was a boy. He thinks that the lake is tired. His wife puts it differently. “It is like an old uncle,” she says. “He says, ‘I am better today,’ and everybody nods.”

Djato listens to such talk with the face of someone who has corrected a great many essays. She does not trust memories, she explains, her own least of all. That is why there are notebooks: thirty-one of them, wrapped in plastic, in a trunk under her bed.

Last spring a doctoral student from Lyon came to copy them. Claire Aubanel had read about the notebooks in a footnote. “I expected a page or two,” Aubanel recalled by telephone. “She opened the trunk, and I sat down on the floor.” No other series from the eastern shore covers so many years without a gap, according to a paper that she and four colleagues published in January. The team found that the inlet had risen by an average of 1.3 centimetres a year.

Not everyone is convinced. A hydrologist who advises the government in N’Djamena, and who asked not to be named because he had not read the whole paper, called the series “touching, but a single pole”. Djato was told of this. She considered it for a while.

“He is right,” she said finally. “It is a single pole.

“But it has always been the same one.”

She hopes that a younger woman will take over the notebooks one day. So far nobody has offered. Tomorrow she will be back before sunrise.`,
  },
  {
    kind: "Courtroom",
    title: "A warehouse fire comes to trial",
    text: `Warehouse owner ‘ignored three warnings’, court told

The owner of a warehouse in which four workers died was warned three times that its sprinklers did not work, a jury at Leeds Crown Court heard on Monday.

Opening the case for the prosecution, Harriet Osei-Lane KC said that Colin Threlfall, 58, had treated the safety of his staff as “a bill that could always be paid next month”. Mr Threlfall, of Harrogate, North Yorkshire, denies four counts of manslaughter by gross negligence.

The fire broke out at the building on the edge of Bradford shortly after 3am on 9 November. Of the 17 people on the night shift, thirteen escaped through a loading bay. The bodies of the others were found behind a door that had been locked from outside, the court was told.

“You will hear that the key was kept in an office to which none of them had access,” Ms Osei-Lane said. “You will hear why. In the defendant’s own words, in an email sent that August: ‘I am not running a hotel.’”

Jurors were shown an inspection report of 2021, which described the sprinklers as “inoperable” and recommended that the site be closed until they had been replaced. A second report, eight months later, reached the same conclusion.

Giving evidence, the inspector, Rafael Monteiro, said that he had telephoned Mr Threlfall after each visit. Asked how the defendant had responded, he replied: “He thanked me. He was always very polite.” He accepted under cross-examination that he had not kept a record of the calls.

A former shift manager, who cannot be named for legal reasons, told the court that complaints had been discouraged. “If you raised something, you got fewer hours,” the witness said. “Everybody knew that, so nobody raised anything.”

For the defence, Jonathan Aske KC told jurors that the case was “a search for somebody to blame after a tragedy”. His client had ordered new sprinklers in July, he said, and the supplier in Rotterdam had failed to deliver them. “Mr Threlfall did what any of us would have done,” he said. “He waited for the post.”

In the public gallery, the mother of one of the victims, 24-year-old Dawid Zielinski, wept as recordings of emergency calls were played. Outside, a solicitor for the families read a statement on their behalf. “They left Poland, Romania and Ghana to work here,” it said. “They want to know who held the key.”

Mrs Justice Farrant warned the jury not to look the case up online. The trial, which is expected to last six weeks, continues.`,
  },
];
