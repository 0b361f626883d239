package reading

import "strings"

// short is what a short form of a chat stands for.
type short struct {
	means    []string
	capitals bool // only when all capitals were typed: CA, THA
	bare     bool // only when no accent was typed
}

// shortForms are spelled out before anything else is read. They are folded.
var shortForms = func() map[string]short {
	all := map[string]short{}
	put := func(list string, capitals, bare bool) {
		for line := range strings.Lines(list) {
			form, means, ok := strings.Cut(strings.TrimSpace(line), " ")
			if ok {
				all[form] = short{strings.Fields(means), capitals, bare}
			}
		}
	}
	put(`
		ko khong
		kg khong
		kh khong
		khg khong
		hok khong
		hem khong
		hk khong
		khum khong
		dc duoc
		dk duoc
		vks vien kiem sat
		vksnd vien kiem sat nhan dan
		vkstc vien kiem sat toi cao
		vksndtc vien kiem sat nhan dan toi cao
		ksv kiem sat vien
		cqdt co quan dieu tra
		cqcsdt co quan canh sat dieu tra
		csdt canh sat dieu tra
		csgt canh sat giao thong
		dtv dieu tra vien
		ubnd uy ban nhan dan
		ub uy ban
		hdnd hoi dong nhan dan
		tand toa an nhan dan
		tandtc toa an nhan dan toi cao
		hdxx hoi dong xet xu
		tp thanh pho
		tx thi xa
		chv chap hanh vien
		thads thi hanh an dan su
		gdt giam doc tham
		bhxh bao hiem xa hoi
		qd quyet dinh
		cty cong ty
		ng nguoi
		ngta nguoi ta
		nta nguoi ta
		vc vo chong
		trc truoc
		tr truoc
		bit biet
		j gi
		r roi
		z vay
		vs voi
		cv cong van
		mk minh
		ck chuyen khoan
		tui toi
		e em
		a anh
		c chi
		b ban
		k khong
		bjo bay gio
		bgio bay gio
		lm lam
		lun luon
		ntn nhu the nao
		sdt so dien thoai
		cccd can cuoc
		cmnd can cuoc
		gcn giay chung nhan
		gcnqsdd giay chung nhan quyen su dung dat
		qsdd quyen su dung dat
		kv khu vuc
		blhs bo luat hinh su
		bltths bo luat to tung hinh su
		vahs vu an hinh su
		vads vu an dan su
		kntc khieu nai to cao
		tn tin nhan
		mn moi nguoi
		nv nhan vien
		bs bien so
		fb facebook
		tg thoi gian
		nc nuoc
		mik minh
	`, false, false)
	put(`
		ca cong an
		tha thi hanh an
		kn khieu nai
		tc to cao
		gd gia dinh
		dn doanh nghiep
		cb can bo
		cs canh sat
		ttg trai tam giam
		ntg nha tam giu
	`, true, false)
	return all
}()

// runTogether are pairs of syllables that people type as one word.
var runTogether = setOf("khieu nai", "to cao", "to giac", "vien kiem", "kiem sat", "cong an", "toa an", "tam giam", "tam giu", "bi bat",
	"lua dao", "khang cao", "dau thu", "tu thu", "boi thuong", "giam doc", "doc tham", "tai tham", "thi hanh", "hanh an",
	"dieu tra", "tra vien", "sat vien", "tham phan", "quyet dinh", "dan su", "hinh su", "kien nghi", "phan anh", "de nghi", "yeu cau",
	"khoi kien", "khoi to", "ly hon", "toi pham", "uy ban", "nhan dan", "gia dinh", "giai quyet")
